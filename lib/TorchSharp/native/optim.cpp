// Optimizer steps over all parameters at once: one call, one pass over the memory, all threads.
#include "shim.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

struct AdamWSettings {
  double learning_rate;
  double beta1;
  double beta2;
  double epsilon;
  double weight_decay;
  int64_t maximize;
};

// A stretch of one parameter: what a thread works on at a time. Long parameters are cut and short ones
// are not, so the work spreads evenly over the threads.
struct Span {
  int64_t parameter;
  int64_t begin;
  int64_t end;
};

constexpr int64_t kSpan = 1 << 15;

std::vector<Span> cut(const std::vector<int64_t>& lengths) {
  std::vector<Span> spans;
  for (size_t i = 0; i < lengths.size(); ++i)
    for (int64_t begin = 0; begin < lengths[i]; begin += kSpan)
      spans.push_back({static_cast<int64_t>(i), begin, std::min(begin + kSpan, lengths[i])});
  return spans;
}

bool plain(const at::Tensor& tensor) {
  return tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.is_contiguous() &&
      tensor.layout() == at::kStrided;
}

// Loshchilov and Hutter 2019, algorithm 2, with the bias correction folded into the step and epsilon
// added after the square root, as PyTorch computes it.
void adamw_span(
    float* __restrict parameter, const float* __restrict gradient, float* __restrict average,
    float* __restrict square, float* __restrict maximum, int64_t length, const AdamWSettings& s, int64_t step) {
  const auto correction1 = 1 - std::pow(s.beta1, static_cast<double>(step));
  const auto correction2 = 1 - std::pow(s.beta2, static_cast<double>(step));
  const auto decay = static_cast<float>(1 - s.learning_rate * s.weight_decay);
  const auto size = static_cast<float>(s.learning_rate / correction1);
  const auto root = static_cast<float>(1 / std::sqrt(correction2));
  const auto beta1 = static_cast<float>(s.beta1), rest1 = static_cast<float>(1 - s.beta1);
  const auto beta2 = static_cast<float>(s.beta2), rest2 = static_cast<float>(1 - s.beta2);
  const auto epsilon = static_cast<float>(s.epsilon);
  const float sign = s.maximize != 0 ? -1.0f : 1.0f;
  if (maximum == nullptr) {
#pragma omp simd
    for (int64_t i = 0; i < length; ++i) {
      const float g = sign * gradient[i];
      const float m = beta1 * average[i] + rest1 * g;
      const float v = beta2 * square[i] + rest2 * g * g;
      average[i] = m;
      square[i] = v;
      parameter[i] = parameter[i] * decay - size * (m / (std::sqrt(v) * root + epsilon));
    }
  } else {
#pragma omp simd
    for (int64_t i = 0; i < length; ++i) {
      const float g = sign * gradient[i];
      const float m = beta1 * average[i] + rest1 * g;
      const float v = beta2 * square[i] + rest2 * g * g;
      const float top = v > maximum[i] ? v : maximum[i];
      average[i] = m;
      square[i] = v;
      maximum[i] = top;
      parameter[i] = parameter[i] * decay - size * (m / (std::sqrt(top) * root + epsilon));
    }
  }
}

// The same for what the fused pass does not take: other devices, types and layouts.
void adamw_general(
    at::Tensor parameter, at::Tensor gradient, at::Tensor average, at::Tensor square, at::Tensor maximum,
    const AdamWSettings& s, int64_t step) {
  if (s.maximize != 0) gradient = -gradient;
  const auto correction1 = 1 - std::pow(s.beta1, static_cast<double>(step));
  const auto correction2 = 1 - std::pow(s.beta2, static_cast<double>(step));
  parameter.mul_(1 - s.learning_rate * s.weight_decay);
  average.mul_(s.beta1).add_(gradient, 1 - s.beta1);
  square.mul_(s.beta2).addcmul_(gradient, gradient, 1 - s.beta2);
  if (maximum.defined()) at::maximum_out(maximum, maximum, square);
  const auto root = (maximum.defined() ? maximum : square).sqrt();
  const auto denominator = root.div(std::sqrt(correction2)).add_(s.epsilon);
  parameter.addcdiv_(average, denominator, -s.learning_rate / correction1);
}

double norm_of(const float* data, int64_t length, double type) {
  if (type == 2) {
    // Sixteen partial sums: in float32 within a short stretch, in float64 between them.
    double total = 0;
    for (int64_t begin = 0; begin < length; begin += 1024) {
      const auto end = std::min(begin + 1024, length);
      float part = 0;
#pragma omp simd reduction(+ : part)
      for (int64_t i = begin; i < end; ++i) part += data[i] * data[i];
      total += part;
    }
    return total;
  }
  double result = 0;
  for (int64_t i = 0; i < length; ++i) {
    const double magnitude = std::abs(static_cast<double>(data[i]));
    if (std::isinf(type)) result = std::isnan(magnitude) ? magnitude : std::max(result, magnitude);
    else result += std::pow(magnitude, type);
  }
  return result;
}

}  // namespace

// One AdamW step over `count` parameters. `steps` are the numbers of the step, counted from one.
TS_API ts::Error ts_adamw(
    ts::Handle const* parameters, ts::Handle const* gradients, ts::Handle const* averages,
    ts::Handle const* squares, ts::Handle const* maxima, const int64_t* steps, int32_t count,
    const AdamWSettings* settings) {
  return ts::guard([&] {
    c10::AutoGradMode recording(false);
    struct Fused {
      float *parameter, *average, *square, *maximum;
      const float* gradient;
      int64_t step;
    };
    std::vector<Fused> fused;
    std::vector<int64_t> lengths;
    std::vector<at::Tensor> held;
    for (int32_t i = 0; i < count; ++i) {
      auto parameter = ts::borrow(parameters[i]), gradient = ts::borrow(gradients[i]);
      auto average = ts::borrow(averages[i]), square = ts::borrow(squares[i]), maximum = ts::borrow(maxima[i]);
      TORCH_CHECK(
          parameter.sizes() == gradient.sizes(), "the gradient's shape ", gradient.sizes(),
          " is not the parameter's, ", parameter.sizes());
      const bool fits = plain(parameter) && gradient.device().is_cpu() && gradient.scalar_type() == at::kFloat &&
          gradient.layout() == at::kStrided && plain(average) && plain(square) &&
          (!maximum.defined() || plain(maximum));
      if (!fits) {
        adamw_general(parameter, gradient, average, square, maximum, *settings, steps[i]);
        continue;
      }
      gradient = gradient.contiguous();
      fused.push_back(
          {parameter.data_ptr<float>(), average.data_ptr<float>(), square.data_ptr<float>(),
           maximum.defined() ? maximum.data_ptr<float>() : nullptr, gradient.data_ptr<float>(), steps[i]});
      lengths.push_back(parameter.numel());
      held.push_back(std::move(gradient));
      parameter.unsafeGetTensorImpl()->bump_version();
    }
    const auto spans = cut(lengths);
    at::parallel_for(0, static_cast<int64_t>(spans.size()), 1, [&](int64_t begin, int64_t end) {
      for (auto i = begin; i < end; ++i) {
        const auto& span = spans[i];
        const auto& f = fused[span.parameter];
        adamw_span(
            f.parameter + span.begin, f.gradient + span.begin, f.average + span.begin, f.square + span.begin,
            f.maximum == nullptr ? nullptr : f.maximum + span.begin, span.end - span.begin, *settings, f.step);
      }
    });
  });
}

// Scales the gradients so that their common norm is at most `maximum`; gives the norm before.
TS_API ts::Error ts_clip_grad_norm(
    ts::Handle const* parameters, int32_t count, double maximum, double type, double* norm) {
  return ts::guard([&] {
    c10::AutoGradMode recording(false);
    std::vector<at::Tensor> fused, general;
    std::vector<int64_t> lengths;
    for (int32_t i = 0; i < count; ++i) {
      auto gradient = ts::borrow(parameters[i]).grad();
      if (!gradient.defined()) continue;
      if (plain(gradient)) {
        lengths.push_back(gradient.numel());
        fused.push_back(std::move(gradient));
      } else {
        general.push_back(std::move(gradient));
      }
    }
    const auto spans = cut(lengths);
    // One partial result for each span, added up in order: the sum does not depend on the threads.
    std::vector<double> partial(spans.size());
    at::parallel_for(0, static_cast<int64_t>(spans.size()), 1, [&](int64_t begin, int64_t end) {
      for (auto i = begin; i < end; ++i) {
        const auto& span = spans[i];
        partial[i] = norm_of(fused[span.parameter].data_ptr<float>() + span.begin, span.end - span.begin, type);
      }
    });
    double total = 0;
    const bool highest = std::isinf(type);
    const auto combine = [&](double value) {
      if (highest) total = std::isnan(value) ? value : std::max(total, value);
      else total += value;
    };
    for (const auto value : partial) combine(value);
    for (const auto& gradient : general) {
      const auto value = at::norm(gradient.to(at::kFloat), type).item<double>();
      combine(highest ? value : std::pow(value, type));
    }
    *norm = highest ? total : type == 2 ? std::sqrt(total) : std::pow(total, 1 / type);

    const auto coefficient = maximum / (*norm + 1e-6);
    if (!(coefficient < 1)) return;
    for (auto& gradient : general) gradient.mul_(coefficient);
    const auto scale = static_cast<float>(coefficient);
    at::parallel_for(0, static_cast<int64_t>(spans.size()), 1, [&](int64_t begin, int64_t end) {
      for (auto i = begin; i < end; ++i) {
        const auto& span = spans[i];
        auto* data = fused[span.parameter].data_ptr<float>();
        for (auto j = span.begin; j < span.end; ++j) data[j] *= scale;
      }
    });
  });
}
