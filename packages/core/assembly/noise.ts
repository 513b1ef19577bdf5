// SIMD twin of src/random/noise.ts, which is the specification: the same operations in the same order, so the same bits.
// Memory: sfc32 states as [a | b | c | d], each `lanes` words; draws as rows of doubles, one for every lane.
export { exponentials } from "./exponentials";
export { fineNormals } from "./fine-normals";
export { normals } from "./normals";
export { fineNormalsOfOne, normalsOfOne } from "./one-lane";
export { seeds, uniforms, words } from "./uniforms";
