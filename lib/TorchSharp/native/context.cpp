// Threads, randomness, devices and the modes of the calling thread.
#include "kernels.h"
#include "shim.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>

TS_API const char* ts_version() { return TORCH_VERSION; }

TS_API int32_t ts_get_num_threads() { return at::get_num_threads(); }
// OpenBLAS has threads of its own, which libtorch does not rule.
TS_API ts::Error ts_set_num_threads(int32_t count) {
  return ts::guard([&] {
    at::set_num_threads(count);
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(count);
  });
}
TS_API int32_t ts_get_num_interop_threads() { return static_cast<int32_t>(at::get_num_interop_threads()); }
TS_API ts::Error ts_set_num_interop_threads(int32_t count) {
  return ts::guard([&] { at::set_num_interop_threads(count); });
}

TS_API uint8_t ts_grad_mode() { return c10::GradMode::is_enabled() ? 1 : 0; }
TS_API void ts_set_grad_mode(uint8_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

TS_API uint8_t ts_inference_mode() { return c10::InferenceMode::is_enabled() ? 1 : 0; }
TS_API c10::InferenceMode* ts_enter_inference_mode(uint8_t enabled) {
  return new c10::InferenceMode(enabled != 0);
}
TS_API void ts_leave_inference_mode(c10::InferenceMode* mode) { delete mode; }

TS_API uint8_t ts_cuda_is_available() { return at::globalContext().hasCUDA() ? 1 : 0; }
TS_API int32_t ts_cuda_device_count() {
  return at::globalContext().hasCUDA()
      ? static_cast<int32_t>(c10::impl::getDeviceGuardImpl(c10::DeviceType::CUDA)->deviceCount())
      : 0;
}
// Waits until everything queued on the device is done.
TS_API ts::Error ts_cuda_synchronize(int32_t index) {
  return ts::guard([&] {
    const auto* guard = c10::impl::getDeviceGuardImpl(c10::DeviceType::CUDA);
    const auto device = index < 0 ? guard->getDevice() : ts::device(1, index);
    guard->getStream(device).synchronize();
  });
}

TS_API ts::Error ts_manual_seed(int64_t seed) {
  return ts::guard([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

TS_API ts::Error ts_generator_new(uint64_t seed, int32_t device_type, int32_t device_index, at::Generator** out) {
  return ts::guard([&] {
    const auto device = ts::device(device_type, device_index);
    auto generator = device.is_cpu()
        ? at::detail::createCPUGenerator(seed)
        : at::globalContext().defaultGenerator(device).clone();
    if (!device.is_cpu()) {
      std::lock_guard<std::mutex> lock(generator.mutex());
      generator.set_current_seed(seed);
    }
    *out = new at::Generator(std::move(generator));
  });
}
TS_API ts::Error ts_generator_default(at::Generator** out) {
  return ts::guard([&] { *out = new at::Generator(at::detail::getDefaultCPUGenerator()); });
}
TS_API void ts_generator_free(at::Generator* generator) { delete generator; }
TS_API ts::Error ts_generator_set_seed(at::Generator* generator, uint64_t seed) {
  return ts::guard([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_current_seed(seed);
  });
}
TS_API int64_t ts_generator_initial_seed(at::Generator* generator) {
  return static_cast<int64_t>(generator->current_seed());
}
TS_API ts::Error ts_generator_seed(at::Generator* generator, int64_t* out) {
  return ts::guard([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    *out = static_cast<int64_t>(generator->seed());
  });
}
TS_API ts::Error ts_generator_get_state(at::Generator* generator, ts::Handle* out) {
  return ts::guard([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    *out = ts::release(generator->get_state());
  });
}
TS_API ts::Error ts_generator_set_state(at::Generator* generator, ts::Handle state) {
  return ts::guard([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_state(ts::borrow(state));
  });
}
