#include "shim.h"

#include <ATen/ATen.h>

TS_API ts::Error ts_cross_entropy(
    ts::Handle input, ts::Handle target, ts::Handle weight, int64_t reduction, int64_t ignored, double smoothing,
    ts::Handle* out) {
  return ts::guard([&] {
    *out = ts::release(at::cross_entropy_loss(
        ts::borrow(input), ts::borrow(target),
        weight == nullptr ? c10::nullopt : c10::optional<at::Tensor>(ts::borrow(weight)), reduction, ignored,
        smoothing));
  });
}
