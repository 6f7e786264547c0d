#include "shim.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>

TS_API ts::Error ts_attention(
    ts::Handle query, ts::Handle key, ts::Handle value, ts::Handle mask, double dropout, uint8_t causal,
    ts::Handle* out) {
  return ts::guard([&] {
    const auto q = ts::borrow(query), k = ts::borrow(key), v = ts::borrow(value), m = ts::borrow(mask);
    auto scores = at::matmul(q * (1 / std::sqrt(static_cast<double>(q.size(-1)))), k.transpose(-2, -1));
    const auto infinity = -std::numeric_limits<double>::infinity();
    if (causal != 0) {
      const auto seen = at::ones({q.size(-2), k.size(-2)}, q.options().dtype(at::kBool)).tril();
      scores = scores.masked_fill(seen.logical_not(), infinity);
    } else if (m.defined()) {
      scores = m.scalar_type() == at::kBool ? scores.masked_fill(m.logical_not(), infinity) : scores + m;
    }
    auto weights = at::softmax(scores, -1);
    if (dropout > 0) weights = at::dropout(weights, dropout, true);
    *out = ts::release(at::matmul(weights, v));
  });
}
