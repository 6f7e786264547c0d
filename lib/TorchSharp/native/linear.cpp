// The linear layer. Few rows without gradients, which is what decoding asks for, are limited by reading
// the weights: a gemm would copy the whole matrix into its own order first, so they are done here, each
// weight read once for all rows.
#include "kernels.h"
#include "shim.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

namespace {

constexpr int64_t kRows = 8;     // more rows are worth a gemm
constexpr int64_t kLanes = 8;    // floats in a vector register
constexpr int64_t kOutputs = 4;  // weights' rows at a time: enough chains of additions to hide their latency

typedef float Vector __attribute__((vector_size(kLanes * sizeof(float)), aligned(4)));

inline float sum_of(const Vector& v) {
  return ((v[0] + v[4]) + (v[1] + v[5])) + ((v[2] + v[6]) + (v[3] + v[7]));
}

// y[r, o] = x[r, :] · w[o, :] for Rows rows and Outputs outputs.
template <int Rows, int Outputs>
void tile(const float* x, int64_t ldx, const float* w, int64_t ldw, int64_t width, float* y, int64_t ldy) {
  Vector sums[Rows][Outputs] = {};
  int64_t i = 0;
  for (; i + kLanes <= width; i += kLanes) {
    Vector weights[Outputs];
    for (int o = 0; o < Outputs; ++o) weights[o] = *reinterpret_cast<const Vector*>(w + o * ldw + i);
    for (int r = 0; r < Rows; ++r) {
      const auto input = *reinterpret_cast<const Vector*>(x + r * ldx + i);
      for (int o = 0; o < Outputs; ++o) sums[r][o] += input * weights[o];
    }
  }
  for (int r = 0; r < Rows; ++r)
    for (int o = 0; o < Outputs; ++o) {
      float total = sum_of(sums[r][o]);
      for (int64_t j = i; j < width; ++j) total += x[r * ldx + j] * w[o * ldw + j];
      y[r * ldy + o] = total;
    }
}

template <int Outputs>
void tiles(int64_t rows, const float* x, int64_t ldx, const float* w, int64_t ldw, int64_t width, float* y, int64_t ldy) {
  // Two rows by four outputs and what they are made of just fit the sixteen registers.
  for (; rows >= 2; rows -= 2, x += 2 * ldx, y += 2 * ldy) tile<2, Outputs>(x, ldx, w, ldw, width, y, ldy);
  if (rows == 1) tile<1, Outputs>(x, ldx, w, ldw, width, y, ldy);
}

at::Tensor few_rows(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias) {
  const auto rows = input.size(0), width = input.size(1), outputs = weight.size(0);
  auto result = at::empty({rows, outputs}, input.options());
  const auto *x = input.data_ptr<float>(), *w = weight.data_ptr<float>();
  const auto* b = bias.defined() ? bias.data_ptr<float>() : nullptr;
  auto* y = result.data_ptr<float>();
  const auto ldx = input.stride(0), ldw = weight.stride(0);
  const auto grain = std::max<int64_t>(kOutputs, 65536 / std::max<int64_t>(width, 1));
  at::parallel_for(0, outputs, grain, [&](int64_t begin, int64_t end) {
    auto o = begin;
    for (; o + kOutputs <= end; o += kOutputs) tiles<kOutputs>(rows, x, ldx, w + o * ldw, ldw, width, y + o, outputs);
    for (; o < end; ++o) tiles<1>(rows, x, ldx, w + o * ldw, ldw, width, y + o, outputs);
    if (b == nullptr) return;
    for (int64_t r = 0; r < rows; ++r)
      for (auto i = begin; i < end; ++i) y[r * outputs + i] += b[i];
  });
  return result;
}

bool plain(const at::Tensor& tensor) {
  return tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.layout() == at::kStrided;
}

}  // namespace

TS_API ts::Error ts_linear(ts::Handle input, ts::Handle weight, ts::Handle bias, ts::Handle* out) {
  return ts::guard([&] {
    const auto x = ts::borrow(input), w = ts::borrow(weight), b = ts::borrow(bias);
    const bool recorded = c10::GradMode::is_enabled() &&
        (x.requires_grad() || w.requires_grad() || (b.defined() && b.requires_grad()));
    const bool few = !recorded && plain(x) && plain(w) && w.dim() == 2 && w.stride(1) == 1 && x.dim() >= 1 &&
        w.numel() > 0 && x.size(-1) == w.size(1) && x.numel() > 0 && x.numel() <= kRows * w.size(1) &&
        (!b.defined() || (plain(b) && b.is_contiguous() && b.dim() == 1 && b.size(0) == w.size(0)));
    if (!few) {
      *out = ts::release(at::linear(x, w, ts::borrow_optional(bias)));
      return;
    }
    auto shape = x.sizes().vec();
    shape.back() = w.size(0);
    *out = ts::release(few_rows(x.reshape({-1, w.size(1)}).contiguous(), w, b).reshape(shape));
  });
}
