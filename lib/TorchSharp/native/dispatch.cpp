// Calls any ATen operator by its schema, through the dispatcher's boxed convention. One entry point
// instead of a function per operator: the names live in C#, and trailing arguments that the caller
// leaves out take the schema's own defaults, so the shim compiles against other versions of libtorch.
#include "shim.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include <vector>

namespace {

using ts::Argument;

c10::IValue box(const Argument& argument) {
  switch (argument.kind) {
    case ts::None:
      return {};
    case ts::TensorKind:
      return ts::borrow(reinterpret_cast<ts::Handle>(argument.bits));
    case ts::Int:
      return argument.bits;
    case ts::Double: {
      double value;
      std::memcpy(&value, &argument.bits, sizeof value);
      return value;
    }
    case ts::Bool:
      return argument.bits != 0;
    case ts::IntList: {
      const auto* data = reinterpret_cast<const int64_t*>(argument.bits);
      return c10::IValue(at::IntArrayRef(data, argument.length));
    }
    case ts::DoubleList: {
      const auto* data = reinterpret_cast<const double*>(argument.bits);
      return c10::IValue(at::ArrayRef<double>(data, argument.length));
    }
    case ts::TensorList: {
      auto* const* data = reinterpret_cast<ts::Handle const*>(argument.bits);
      c10::List<at::Tensor> list;
      list.reserve(argument.length);
      for (int64_t i = 0; i < argument.length; ++i) list.push_back(ts::borrow(data[i]));
      return c10::IValue(std::move(list));
    }
    case ts::OptionalTensorList: {
      auto* const* data = reinterpret_cast<ts::Handle const*>(argument.bits);
      c10::List<ts::OptionalTensor> list;
      list.reserve(argument.length);
      for (int64_t i = 0; i < argument.length; ++i) list.push_back(ts::borrow_optional(data[i]));
      return c10::IValue(std::move(list));
    }
    case ts::Device:
      return ts::device(static_cast<int32_t>(argument.bits), static_cast<int32_t>(argument.length));
    case ts::String:
      return std::string(reinterpret_cast<const char*>(argument.bits), argument.length);
    case ts::GeneratorKind:
      return *reinterpret_cast<at::Generator*>(argument.bits);
    default:
      TORCH_CHECK(false, "unknown argument kind ", argument.kind);
  }
}

void invoke(
    const c10::OperatorHandle& op, const Argument* arguments, int32_t count, torch::jit::Stack& stack) {
  const auto& schema = op.schema().arguments();
  stack.reserve(schema.size());
  for (int32_t i = 0; i < count; ++i) stack.push_back(box(arguments[i]));
  for (size_t i = count; i < schema.size(); ++i) {
    const auto& missing = schema[i].default_value();
    TORCH_CHECK(missing.has_value(), op.schema().name(), ": argument ", schema[i].name(), " is missing");
    stack.push_back(*missing);
  }
  op.callBoxed(&stack);
}

int64_t unbox(c10::IValue& value) {
  if (value.isTensor()) return reinterpret_cast<int64_t>(ts::release(std::move(value).toTensor()));
  if (value.isBool()) return value.toBool() ? 1 : 0;
  if (value.isInt()) return value.toInt();
  if (value.isDouble()) {
    const double number = value.toDouble();
    int64_t bits;
    std::memcpy(&bits, &number, sizeof bits);
    return bits;
  }
  TORCH_CHECK(false, "an operator returned ", value.tagKind());
}

}  // namespace

// Finds an operator once; the handle lives as long as the process.
TS_API ts::Error ts_find_operator(const char* name, const char* overload, const c10::OperatorHandle** out) {
  return ts::guard([&] {
    auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(found.has_value(), "libtorch has no operator ", name, ".", overload);
    *out = new c10::OperatorHandle(*found);
  });
}

// Calls an operator that returns up to `capacity` tensors or numbers.
TS_API ts::Error ts_call(
    const c10::OperatorHandle* op, const Argument* arguments, int32_t count, int64_t* out, int32_t capacity) {
  return ts::guard([&] {
    torch::jit::Stack stack;
    invoke(*op, arguments, count, stack);
    const auto results = std::min(static_cast<size_t>(capacity), stack.size());
    for (size_t i = 0; i < results; ++i) out[i] = unbox(stack[i]);
  });
}

// Calls an operator that returns a list of tensors; the caller frees the list with ts_free.
TS_API ts::Error ts_call_list(
    const c10::OperatorHandle* op, const Argument* arguments, int32_t count, ts::Handle** out, int64_t* length) {
  return ts::guard([&] {
    torch::jit::Stack stack;
    invoke(*op, arguments, count, stack);
    auto tensors = stack[0].toTensorVector();
    *out = static_cast<ts::Handle*>(std::malloc(sizeof(ts::Handle) * (tensors.size() + 1)));
    TORCH_CHECK(*out != nullptr, "out of memory");
    *length = static_cast<int64_t>(tensors.size());
    for (size_t i = 0; i < tensors.size(); ++i) (*out)[i] = ts::release(std::move(tensors[i]));
  });
}
