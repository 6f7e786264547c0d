// Pieces of the hand-written CPU kernels: an exponential that vectorizes, and matrix products on plain
// memory. The loops are written for the compiler's vectorizer (omp simd), not with intrinsics.
#pragma once

#include <cstdint>
#include <cstring>

extern "C" {
// The BLAS that libtorch itself is linked with. Weak: a libtorch with its own keeps them to itself, and
// then the kernels that need them step aside.
__attribute__((weak)) void sgemm_(
    const char* transa, const char* transb, const int* m, const int* n, const int* k, const float* alpha,
    const float* a, const int* lda, const float* b, const int* ldb, const float* beta, float* c, const int* ldc);
__attribute__((weak)) int openblas_get_num_threads();
__attribute__((weak)) void openblas_set_num_threads(int count);
}

namespace ts {

inline bool has_blas() { return sgemm_ != nullptr; }

// exp(x) to about one unit in the last place of a float: 2^n times a polynomial on [-ln 2 / 2, ln 2 / 2].
// Below -87 it is zero, above 88 infinite enough (3e38).
inline float exp_fast(float x) {
  const float bounded = x < -87.0f ? -87.0f : (x > 88.0f ? 88.0f : x);
  const float shifted = bounded * 1.44269504088896341f + 12582912.0f;  // rounds to the nearest integer
  const float n = shifted - 12582912.0f;
  float r = bounded - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  const int32_t bits = (static_cast<int32_t>(n) + 127) << 23;
  float scale;
  std::memcpy(&scale, &bits, sizeof scale);
  return x < -87.0f ? 0.0f : p * scale;
}

inline float max_of(const float* x, int64_t length, float start) {
  float result = start;
#pragma omp simd reduction(max : result)
  for (int64_t i = 0; i < length; ++i) result = x[i] > result ? x[i] : result;
  return result;
}

inline float dot(const float* a, const float* b, int64_t length) {
  float result = 0;
#pragma omp simd reduction(+ : result)
  for (int64_t i = 0; i < length; ++i) result += a[i] * b[i];
  return result;
}

// x[i] = exp(x[i] - shift); the sum of them.
inline float exp_and_sum(float* x, int64_t length, float shift) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < length; ++i) {
    const float e = exp_fast(x[i] - shift);
    x[i] = e;
    sum += e;
  }
  return sum;
}

// The sum of exp(x[i] - shift).
inline float sum_of_exp(const float* x, int64_t length, float shift) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < length; ++i) sum += exp_fast(x[i] - shift);
  return sum;
}

// Row-major C[m, n] = alpha · A · B + beta · C, where A is [m, k] or, transposed, [k, m], and B is [k, n]
// or, transposed, [n, k]. BLAS is column-major: it is asked for the transpose of C.
inline void gemm(
    bool transpose_a, bool transpose_b, int64_t m, int64_t n, int64_t k, float alpha, const float* a, int64_t lda,
    const float* b, int64_t ldb, float beta, float* c, int64_t ldc) {
  const int mi = static_cast<int>(m), ni = static_cast<int>(n), ki = static_cast<int>(k);
  const int la = static_cast<int>(lda), lb = static_cast<int>(ldb), lc = static_cast<int>(ldc);
  sgemm_(
      transpose_b ? "T" : "N", transpose_a ? "T" : "N", &ni, &mi, &ki, &alpha, b, &lb, a, &la, &beta, c, &lc);
}

}  // namespace ts
