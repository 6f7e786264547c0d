// What every part of the shim shares: how tensors, arguments and errors cross the boundary to .NET.
//
// - A tensor is a raw c10::TensorImpl* that owns one reference; null is the undefined tensor.
// - Every call that can fail returns null on success, or a malloc'ed message that the caller frees
//   with ts_free. No exception leaves the library.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/Generator.h>
#include <torch/version.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#define TS_API extern "C" __attribute__((visibility("default")))

namespace ts {

#if TORCH_VERSION_MAJOR < 2
using OptionalTensor = c10::optional<at::Tensor>;
using OptionalBool = c10::optional<bool>;
#else
using OptionalTensor = std::optional<at::Tensor>;
using OptionalBool = std::optional<bool>;
#endif

using Handle = c10::TensorImpl*;
using Error = const char*;

// One argument of an operator; the layout is mirrored by NativeArgument in C#.
struct Argument {
  int64_t kind;
  int64_t bits;
  int64_t length;
};

enum Kind : int64_t {
  None = 0,
  TensorKind = 1,
  Int = 2,
  Double = 3,
  Bool = 4,
  IntList = 5,
  TensorList = 6,
  Device = 7,
  String = 8,
  GeneratorKind = 9,
  DoubleList = 10,
  OptionalTensorList = 11,
};

// A tensor that shares ownership with the caller's handle.
inline at::Tensor borrow(Handle handle) {
  if (handle == nullptr) return at::Tensor();
  return at::Tensor(
      c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(handle));
}

// The same for an argument that may be left out.
inline OptionalTensor borrow_optional(Handle handle) {
  return handle == nullptr ? OptionalTensor() : OptionalTensor(borrow(handle));
}

// Hands the tensor's reference over to the caller.
inline Handle release(at::Tensor tensor) {
  return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

inline Error fail(const char* message) {
  auto* copy = strdup(message);
  return copy != nullptr ? copy : strdup("out of memory");
}

// Runs the body and turns whatever it throws into a message.
template <class Body>
inline Error guard(Body&& body) noexcept {
  try {
    body();
    return nullptr;
  } catch (const c10::Error& e) {
    return fail(e.what_without_backtrace());
  } catch (const std::exception& e) {
    return fail(e.what());
  } catch (...) {
    return fail("unknown native error");
  }
}

inline c10::Device device(int32_t type, int32_t index) {
  return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

}  // namespace ts
