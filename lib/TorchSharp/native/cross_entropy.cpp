// Cross entropy of logits and class numbers.
//
// On the CPU in float32 the softmax is never stored: the forward pass keeps the logarithm of each row's
// sum, from which the backward pass writes the gradient in one go. What else the loss can do (weights,
// smoothing, other types and devices, gradients of gradients) is left to ATen.
#include "kernels.h"
#include "shim.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using at::Tensor;

constexpr int64_t kMean = 1, kSum = 2;

int64_t grain(int64_t classes) { return std::max<int64_t>(1, 32768 / std::max<int64_t>(classes, 1)); }

// The loss; `logs` receives log Σ exp of each row and `count` the number of rows that count.
Tensor forward(const Tensor& input, const Tensor& target, int64_t reduction, int64_t ignored, Tensor& logs, int64_t& count) {
  const auto rows = input.size(0), classes = input.size(1);
  logs = at::empty({rows}, input.options());
  const auto* x = input.data_ptr<float>();
  const auto* t = target.data_ptr<int64_t>();
  auto* log = logs.data_ptr<float>();
  for (int64_t i = 0; i < rows; ++i)
    TORCH_CHECK_INDEX(
        t[i] == ignored || (t[i] >= 0 && t[i] < classes), "Target ", t[i], " is out of bounds.");
  std::vector<double> losses(rows);
  at::parallel_for(0, rows, grain(classes), [&](int64_t begin, int64_t end) {
    for (auto i = begin; i < end; ++i) {
      const auto* row = x + i * classes;
      const float top = ts::max_of(row, classes, -std::numeric_limits<float>::infinity());
      log[i] = top + std::log(ts::sum_of_exp(row, classes, top));
      losses[i] = t[i] == ignored ? 0 : static_cast<double>(log[i]) - row[t[i]];
    }
  });
  double sum = 0;
  count = 0;
  for (int64_t i = 0; i < rows; ++i) {
    sum += losses[i];
    count += t[i] == ignored ? 0 : 1;
  }
  return at::scalar_tensor(reduction == kMean ? sum / static_cast<double>(count) : sum, input.options());
}

struct CrossEntropy : torch::autograd::Function<CrossEntropy> {
  static Tensor forward(
      torch::autograd::AutogradContext* context, const Tensor& input, const Tensor& target, int64_t reduction,
      int64_t ignored) {
    Tensor logs;
    int64_t count;
    auto loss = ::forward(input, target, reduction, ignored, logs, count);
    context->saved_data["reduction"] = reduction;
    context->saved_data["ignored"] = ignored;
    context->saved_data["count"] = count;
    context->save_for_backward({input, target, logs});
    return loss;
  }

  static torch::autograd::variable_list backward(
      torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &input = saved[0], &target = saved[1], &logs = saved[2];
    const auto ignored = context->saved_data["ignored"].toInt();
    const auto count = context->saved_data["count"].toInt();
    const bool mean = context->saved_data["reduction"].toInt() == kMean;
    if (c10::GradMode::is_enabled()) {
      // Someone wants gradients of this gradient: go by operators that autograd can follow.
      const auto counted = target.ne(ignored).to(input.scalar_type());
      const auto hot = at::one_hot(target.clamp_min(0), input.size(1)).to(input.scalar_type());
      auto gradient = (at::softmax(input, 1) - hot) * counted.unsqueeze(1) * gradients[0];
      return {mean ? gradient / count : gradient, Tensor(), Tensor(), Tensor()};
    }
    const auto rows = input.size(0), classes = input.size(1);
    auto result = at::empty_like(input);
    const auto* x = input.data_ptr<float>();
    const auto* t = target.data_ptr<int64_t>();
    const auto* log = logs.data_ptr<float>();
    auto* dx = result.data_ptr<float>();
    const auto upstream = gradients[0].item<double>();
    const auto scale = static_cast<float>(mean ? upstream / static_cast<double>(count) : upstream);
    at::parallel_for(0, rows, grain(classes), [&](int64_t begin, int64_t end) {
      for (auto i = begin; i < end; ++i) {
        auto* out = dx + i * classes;
        const auto* row = x + i * classes;
        if (t[i] == ignored) {
          std::fill(out, out + classes, 0.0f);
          continue;
        }
        const float shift = log[i];
#pragma omp simd
        for (int64_t j = 0; j < classes; ++j) out[j] = scale * ts::exp_fast(row[j] - shift);
        out[t[i]] -= scale;
      }
    });
    return {result, Tensor(), Tensor(), Tensor()};
  }
};

}  // namespace

TS_API ts::Error ts_cross_entropy(
    ts::Handle input, ts::Handle target, ts::Handle weight, int64_t reduction, int64_t ignored, double smoothing,
    ts::Handle* out) {
  return ts::guard([&] {
    auto x = ts::borrow(input), t = ts::borrow(target);
    const bool fits = x.device().is_cpu() && x.scalar_type() == at::kFloat && x.dim() == 2 && x.size(1) > 0 &&
        t.device().is_cpu() && t.scalar_type() == at::kLong && t.dim() == 1 && t.size(0) == x.size(0) &&
        weight == nullptr && smoothing == 0 && (reduction == kMean || reduction == kSum);
    if (!fits) {
      *out = ts::release(
          at::cross_entropy_loss(x, t, ts::borrow_optional(weight), reduction, ignored, smoothing));
      return;
    }
    x = x.contiguous();
    t = t.contiguous();
    if (c10::GradMode::is_enabled() && x.requires_grad()) {
      *out = ts::release(CrossEntropy::apply(x, t, reduction, ignored));
      return;
    }
    Tensor logs;
    int64_t count;
    *out = ts::release(forward(x, t, reduction, ignored, logs, count));
  });
}
