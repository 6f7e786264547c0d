// Backward passes.
#include "shim.h"

#include <torch/csrc/autograd/autograd.h>

namespace {

torch::autograd::variable_list borrow_all(ts::Handle const* handles, int32_t count) {
  torch::autograd::variable_list list;
  list.reserve(count);
  for (int32_t i = 0; i < count; ++i) list.push_back(ts::borrow(handles[i]));
  return list;
}

}  // namespace

// retain_graph: 0 or 1, or -1 for "as create_graph".
TS_API ts::Error ts_backward(
    ts::Handle const* tensors, int32_t count, ts::Handle const* gradients, int32_t gradient_count,
    int32_t retain_graph, uint8_t create_graph, ts::Handle const* inputs, int32_t input_count) {
  return ts::guard([&] {
    ts::OptionalBool retain;
    if (retain_graph >= 0) retain = retain_graph != 0;
    torch::autograd::backward(
        borrow_all(tensors, count), borrow_all(gradients, gradient_count), retain, create_graph != 0,
        borrow_all(inputs, input_count));
  });
}

// Fills `out` with one gradient per input; null where allow_unused let one through.
TS_API ts::Error ts_autograd_grad(
    ts::Handle const* outputs, int32_t output_count, ts::Handle const* inputs, int32_t input_count,
    ts::Handle const* gradients, int32_t gradient_count, uint8_t retain_graph, uint8_t create_graph,
    uint8_t allow_unused, ts::Handle* out) {
  return ts::guard([&] {
    auto results = torch::autograd::grad(
        borrow_all(outputs, output_count), borrow_all(inputs, input_count), borrow_all(gradients, gradient_count),
        retain_graph != 0, create_graph != 0, allow_unused != 0);
    for (size_t i = 0; i < results.size(); ++i) out[i] = ts::release(std::move(results[i]));
  });
}
