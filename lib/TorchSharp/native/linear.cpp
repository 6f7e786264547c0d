// The linear layer, with the product of one row done as a matrix-vector product.
#include "shim.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

TS_API ts::Error ts_linear(ts::Handle input, ts::Handle weight, ts::Handle bias, ts::Handle* out) {
  return ts::guard([&] {
    const auto x = ts::borrow(input), w = ts::borrow(weight), b = ts::borrow(bias);
    const bool recorded = c10::GradMode::is_enabled() &&
        (x.requires_grad() || w.requires_grad() || (b.defined() && b.requires_grad()));
    // A gemm over one row packs the whole matrix first; a gemv reads it once.
    const bool row = !recorded && x.device().is_cpu() && w.dim() == 2 && x.dim() >= 1 &&
        x.scalar_type() == at::kFloat && w.scalar_type() == at::kFloat && x.size(-1) == w.size(1) &&
        x.numel() == w.size(1) && w.numel() > 0;
    if (!row) {
      *out = ts::release(at::linear(x, w, b.defined() ? c10::optional<at::Tensor>(b) : c10::nullopt));
      return;
    }
    auto shape = x.sizes().vec();
    shape.back() = w.size(0);
    const auto vector = x.reshape({-1});
    auto result = b.defined() ? at::addmv(b, w, vector) : at::mv(w, vector);
    *out = ts::release(result.reshape(shape));
  });
}
