// Keeps the memory of large CPU tensors for the next one of about the same size. A training step frees
// and asks for the same sizes over and over; from the system each would come as fresh pages, and
// touching those for the first time costs more than the arithmetic of many operators.
#include "shim.h"

#include <c10/core/Allocator.h>
#include <sys/mman.h>
#include <unistd.h>

#include <map>
#include <mutex>
#include <new>
#include <vector>

#if TORCH_VERSION_MAJOR < 2

namespace {

constexpr size_t kAlignment = 64;         // one cache line: also the room for the block's size before it
constexpr size_t kKept = 64 << 10;        // smaller blocks are quick to get from malloc
constexpr size_t kHuge = 4 << 20;         // from here on huge pages save misses of the address cache

class KeepingAllocator final : public c10::Allocator {
 public:
  KeepingAllocator() {
    const auto pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGE_SIZE);
    // What lies idle is bounded by an eighth of the machine's memory.
    limit_ = pages > 0 && size > 0 ? static_cast<size_t>(pages) * static_cast<size_t>(size) / 8 : size_t{1} << 30;
  }

  c10::DataPtr allocate(size_t bytes) const override {
    void* data = bytes == 0 ? nullptr : take(rounded(bytes));
    return {data, data, &give_back, c10::Device(c10::DeviceType::CPU)};
  }

  c10::DeleterFnPtr raw_deleter() const override { return &give_back; }

 private:
  // Sizes are rounded up to four steps per power of two, so that near sizes share their blocks.
  static size_t rounded(size_t bytes) {
    if (bytes < kKept) return bytes;
    size_t step = kKept / 4;
    while (step * 8 <= bytes) step *= 2;
    return (bytes + step - 1) / step * step;
  }

  void* take(size_t size) const {
    if (size >= kKept) {
      std::lock_guard<std::mutex> lock(mutex_);
      auto found = idle_.find(size);
      if (found != idle_.end() && !found->second.empty()) {
        void* data = found->second.back();
        found->second.pop_back();
        held_ -= size;
        return data;
      }
    }
    void* data = fresh(size);
    if (data == nullptr) {
      std::lock_guard<std::mutex> lock(mutex_);
      drop();
      data = fresh(size);
    }
    TORCH_CHECK(data != nullptr, "not enough memory: tried to allocate ", size, " bytes");
    return data;
  }

  static void* fresh(size_t size) {
    void* base = nullptr;
    const bool huge = size >= kHuge;
    if (posix_memalign(&base, huge ? size_t{2} << 20 : kAlignment, size + kAlignment) != 0) return nullptr;
    if (huge) madvise(base, size + kAlignment, MADV_HUGEPAGE);
    *static_cast<size_t*>(base) = size;
    return static_cast<char*>(base) + kAlignment;
  }

  static void give_back(void* data);

  void keep(void* data) {
    auto* base = static_cast<char*>(data) - kAlignment;
    const auto size = *reinterpret_cast<size_t*>(base);
    if (size >= kKept) {
      std::lock_guard<std::mutex> lock(mutex_);
      // Sizes that nobody asks for any more must not keep the others out.
      if (held_ + size > limit_) drop();
      if (size <= limit_) {
        idle_[size].push_back(data);
        held_ += size;
        return;
      }
    }
    std::free(base);
  }

  // Gives everything that lies idle back to the system; the caller holds the lock.
  void drop() const {
    for (auto& entry : idle_) {
      for (void* data : entry.second) std::free(static_cast<char*>(data) - kAlignment);
      entry.second.clear();
    }
    held_ = 0;
  }

  mutable std::mutex mutex_;
  mutable std::map<size_t, std::vector<void*>> idle_;
  mutable size_t held_ = 0;
  size_t limit_;
};

// Never destroyed: tensors may outlive every static object.
KeepingAllocator& allocator() {
  static auto* instance = new KeepingAllocator();
  return *instance;
}

void KeepingAllocator::give_back(void* data) {
  if (data != nullptr) allocator().keep(data);
}

}  // namespace

TS_API void ts_initialize() { c10::SetAllocator(c10::DeviceType::CPU, &allocator(), 1); }

#else

// Newer releases changed the allocator's interface; theirs stays in place.
TS_API void ts_initialize() {}

#endif
