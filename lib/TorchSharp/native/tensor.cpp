// Lifetime and metadata of a tensor.
#include "shim.h"

#include <ATen/ATen.h>

TS_API void ts_free(void* memory) { std::free(memory); }

// Drops one reference.
TS_API void ts_release(ts::Handle handle) {
  if (handle != nullptr)
    c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(handle);
}

// Another owner of the same tensor.
TS_API ts::Handle ts_alias(ts::Handle handle) { return ts::release(ts::borrow(handle)); }

TS_API int64_t ts_dim(ts::Handle handle) { return handle->dim(); }
TS_API int64_t ts_numel(ts::Handle handle) { return handle->numel(); }
TS_API int64_t ts_element_size(ts::Handle handle) { return static_cast<int64_t>(handle->itemsize()); }
TS_API int64_t ts_storage_offset(ts::Handle handle) { return handle->storage_offset(); }
TS_API int32_t ts_dtype(ts::Handle handle) {
  return static_cast<int32_t>(c10::typeMetaToScalarType(handle->dtype()));
}
TS_API int32_t ts_device_type(ts::Handle handle) { return static_cast<int32_t>(handle->device().type()); }
TS_API int32_t ts_device_index(ts::Handle handle) { return handle->device().index(); }
TS_API uint8_t ts_is_contiguous(ts::Handle handle) { return handle->is_contiguous() ? 1 : 0; }
TS_API uint8_t ts_requires_grad(ts::Handle handle) { return ts::borrow(handle).requires_grad() ? 1 : 0; }
TS_API uint8_t ts_is_leaf(ts::Handle handle) { return ts::borrow(handle).is_leaf() ? 1 : 0; }

TS_API void ts_sizes(ts::Handle handle, int64_t* out) {
  const auto sizes = handle->sizes();
  std::copy(sizes.begin(), sizes.end(), out);
}

TS_API void ts_strides(ts::Handle handle, int64_t* out) {
  const auto strides = handle->strides();
  std::copy(strides.begin(), strides.end(), out);
}

// The address of the first element, wherever it lies; null where the tensor has no storage.
TS_API ts::Error ts_data(ts::Handle handle, void** out) {
  return ts::guard([&] { *out = ts::borrow(handle).data_ptr(); });
}

// Copies an array in native order into a new tensor.
TS_API ts::Error ts_from_array(
    const void* data, const int64_t* sizes, int32_t dim, int32_t source, int32_t target, int32_t device_type,
    int32_t device_index, uint8_t requires_grad, ts::Handle* out) {
  return ts::guard([&] {
    const auto wanted = static_cast<at::ScalarType>(target);
    const auto where = ts::device(device_type, device_index);
    const auto type = static_cast<at::ScalarType>(source);
    // The array may move when this call is over, so the view of it must not outlive the call.
    auto result = at::empty({sizes, static_cast<size_t>(dim)}, at::TensorOptions().dtype(type));
    if (result.numel() > 0) std::memcpy(result.data_ptr(), data, result.nbytes());
    result = result.to(where, wanted);
    if (requires_grad != 0) result.requires_grad_(true);
    *out = ts::release(std::move(result));
  });
}

TS_API ts::Error ts_set_requires_grad(ts::Handle handle, uint8_t value) {
  return ts::guard([&] { ts::borrow(handle).requires_grad_(value != 0); });
}

TS_API ts::Error ts_grad(ts::Handle handle, ts::Handle* out) {
  return ts::guard([&] {
    const auto tensor = ts::borrow(handle);
    *out = ts::release(tensor.grad());
  });
}

TS_API ts::Error ts_set_grad(ts::Handle handle, ts::Handle gradient) {
  return ts::guard([&] { ts::borrow(handle).mutable_grad() = ts::borrow(gradient); });
}

// Makes the tensor another name of `source`, as `tensor.data = source` does in Python.
TS_API ts::Error ts_set_data(ts::Handle handle, ts::Handle source) {
  return ts::guard([&] { ts::borrow(handle).set_data(ts::borrow(source)); });
}
