// Scaled dot-product attention: softmax(q · kᵀ / √E + mask) · v.
//
// On the CPU in float32 it is computed one head and one block of queries at a time, after FlashAttention
// (Dao et al. 2022): the scores never leave the cache, keys after the block are skipped under a causal
// mask, and the backward pass recomputes the weights from the logarithm of each row's sum. Everything
// else (other devices and types, dropout, a mask that learns, gradients of gradients) is composed of
// ATen's operators.
#include "kernels.h"
#include "shim.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

namespace {

using at::Tensor;

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// The matrices of a [..., rows, columns] tensor, by the flat number of their leading indices.
struct Matrices {
  float* data;
  int64_t row;
  int64_t column;
  std::vector<int64_t> offsets;

  explicit Matrices(const Tensor& tensor)
      : data(tensor.data_ptr<float>()), row(tensor.stride(-2)), column(tensor.stride(-1)) {
    const auto lead = tensor.dim() - 2;
    int64_t count = 1;
    for (int64_t d = 0; d < lead; ++d) count *= tensor.size(d);
    offsets.resize(count);
    for (int64_t i = 0; i < count; ++i) {
      int64_t rest = i, offset = 0;
      for (int64_t d = lead - 1; d >= 0; --d) {
        offset += rest % tensor.size(d) * tensor.stride(d);
        rest /= tensor.size(d);
      }
      offsets[i] = offset;
    }
  }

  float* operator[](int64_t i) const { return data + offsets[i]; }
};

// Rows must be contiguous for BLAS, and further apart than they are long.
Tensor with_rows(const Tensor& tensor) {
  const bool fits = tensor.stride(-1) == 1 && tensor.stride(-2) >= tensor.size(-1);
  return fits ? tensor : tensor.contiguous();
}

// How many queries are taken at a time. A threaded BLAS would wake its pool for every block, and the
// heads are spread over threads already: blocks are kept below the size at which it does.
int64_t block_of(int64_t queries, int64_t width) {
  constexpr int64_t kUnthreaded = 64 * 64 * 64;
  const bool threaded = openblas_get_num_threads != nullptr && openblas_get_num_threads() > 1;
  const auto block = threaded ? std::max<int64_t>(8, kUnthreaded / (64 * std::max<int64_t>(width, 1))) : 128;
  return std::min(queries, block);
}

struct Problem {
  Matrices q, k, v;
  int64_t heads, queries, keys, width, depth;
  float scale;
  bool causal;

  Problem(const Tensor& query, const Tensor& key, const Tensor& value, bool is_causal)
      : q(query), k(key), v(value), heads(static_cast<int64_t>(q.offsets.size())), queries(query.size(-2)),
        keys(key.size(-2)), width(query.size(-1)), depth(value.size(-1)),
        scale(static_cast<float>(1 / std::sqrt(static_cast<double>(std::max<int64_t>(query.size(-1), 1))))),
        causal(is_causal) {}

  // The keys that queries up to `end` see.
  int64_t visible(int64_t end) const { return causal ? std::min(keys, end) : keys; }

  int64_t grain() const { return std::max<int64_t>(1, 200000 / std::max<int64_t>(1, queries * keys * width)); }
};

// scores[rows, count] = scale · q · kᵀ + mask, with -inf where a query does not see a key.
void score(
    const Problem& p, const Matrices* mask, int64_t head, int64_t begin, int64_t end, int64_t count, float* scores) {
  const auto* q = p.q[head] + begin * p.q.row;
  if (end - begin == 1) {
    for (int64_t j = 0; j < count; ++j) scores[j] = p.scale * ts::dot(q, p.k[head] + j * p.k.row, p.width);
  } else {
    ts::gemm(false, true, end - begin, count, p.width, p.scale, q, p.q.row, p.k[head], p.k.row, 0, scores, count);
  }
  for (int64_t i = begin; i < end; ++i) {
    auto* row = scores + (i - begin) * count;
    if (mask != nullptr) {
      const auto* m = (*mask)[head] + i * mask->row;
      for (int64_t j = 0; j < count; ++j) row[j] += m[j * mask->column];
    }
    for (int64_t j = p.visible(i + 1); j < count; ++j) row[j] = -kInfinity;
  }
}

void forward_block(
    const Problem& p, const Matrices* mask, int64_t head, int64_t begin, int64_t end, float* scores,
    const Matrices& out, float* logs) {
  const auto count = p.visible(end);
  score(p, mask, head, begin, end, count, scores);
  std::vector<float> inverse(end - begin);
  for (int64_t i = 0; i < end - begin; ++i) {
    auto* row = scores + i * count;
    const float top = ts::max_of(row, count, -kInfinity);
    // A query that sees nothing gets zeros.
    const float shift = top == -kInfinity ? 0 : top;
    const float sum = ts::exp_and_sum(row, count, shift);
    inverse[i] = sum > 0 ? 1 / sum : 0;
    if (logs != nullptr) logs[head * p.queries + begin + i] = sum > 0 ? shift + std::log(sum) : kInfinity;
  }
  auto* result = out[head] + begin * out.row;
  if (end - begin == 1) {
    std::fill(result, result + p.depth, 0.0f);
    for (int64_t j = 0; j < count; ++j) {
      const float weight = scores[j];
      const auto* v = p.v[head] + j * p.v.row;
#pragma omp simd
      for (int64_t d = 0; d < p.depth; ++d) result[d] += weight * v[d];
    }
  } else {
    ts::gemm(
        false, false, end - begin, p.depth, count, 1, scores, count, p.v[head], p.v.row, 0, result, out.row);
  }
  for (int64_t i = 0; i < end - begin; ++i) {
    auto* row = result + i * out.row;
    for (int64_t d = 0; d < p.depth; ++d) row[d] *= inverse[i];
  }
}

// The result, laid out as the queries are; `logs` [heads, queries] receives the log of each row's sum.
Tensor forward(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& mask, bool causal, float* logs) {
  Tensor out;
  if (v.size(-1) == q.size(-1)) {
    out = at::empty_like(q);
  } else {
    auto shape = q.sizes().vec();
    shape.back() = v.size(-1);
    out = at::empty(shape, q.options());
  }
  if (out.numel() == 0) return out;
  if (k.size(-2) == 0) return out.zero_();
  const Problem p(q, k, v, causal);
  const Matrices result(out);
  std::unique_ptr<Matrices> masks(mask.defined() ? new Matrices(mask) : nullptr);
  const auto block = block_of(p.queries, p.width);
  at::parallel_for(0, p.heads, p.grain(), [&](int64_t first, int64_t last) {
    std::unique_ptr<float[]> scores(new float[block * p.keys]);
    for (auto head = first; head < last; ++head)
      for (int64_t begin = 0; begin < p.queries; begin += block)
        forward_block(
            p, masks.get(), head, begin, std::min(begin + block, p.queries), scores.get(), result, logs);
  });
  return out;
}

// One block of queries of the backward pass (FlashAttention, algorithm 4): with P the weights and D the
// row sums of dO ∘ O, dV += Pᵀ dO, dS = P ∘ (dO vᵀ - D), dq = scale · dS k, dk += scale · dSᵀ q.
void backward_block(
    const Problem& p, const Matrices* mask, int64_t head, int64_t begin, int64_t end, float* weights, float* slopes,
    const Matrices& grad, const Matrices& out, const float* logs, const Matrices& dq, const Matrices& dk,
    const Matrices& dv) {
  const auto count = p.visible(end), rows = end - begin;
  const auto* g = grad[head] + begin * grad.row;
  score(p, mask, head, begin, end, count, weights);
  for (int64_t i = 0; i < rows; ++i) {
    auto* row = weights + i * count;
    const float log = logs[head * p.queries + begin + i];
#pragma omp simd
    for (int64_t j = 0; j < count; ++j) row[j] = ts::exp_fast(row[j] - log);
  }
  ts::gemm(true, false, count, p.depth, rows, 1, weights, count, g, grad.row, 1, dv[head], dv.row);
  ts::gemm(false, true, rows, count, p.depth, 1, g, grad.row, p.v[head], p.v.row, 0, slopes, count);
  for (int64_t i = 0; i < rows; ++i) {
    const float mean = ts::dot(g + i * grad.row, out[head] + (begin + i) * out.row, p.depth);
    auto* slope = slopes + i * count;
    const auto* weight = weights + i * count;
#pragma omp simd
    for (int64_t j = 0; j < count; ++j) slope[j] = weight[j] * (slope[j] - mean);
  }
  ts::gemm(
      false, false, rows, p.width, count, p.scale, slopes, count, p.k[head], p.k.row, 0, dq[head] + begin * dq.row,
      dq.row);
  ts::gemm(
      true, false, count, p.width, rows, p.scale, slopes, count, p.q[head] + begin * p.q.row, p.q.row, 1, dk[head],
      dk.row);
}

Tensor composed(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& mask, double dropout, bool causal) {
#if TORCH_VERSION_MAJOR >= 2
  // A device's own kernels, where libtorch brings them.
  if (!q.device().is_cpu())
    return at::scaled_dot_product_attention(
        q, k, v, mask.defined() ? ts::OptionalTensor(mask) : ts::OptionalTensor(), dropout, causal);
#endif
  auto scores = at::matmul(q * (1 / std::sqrt(static_cast<double>(q.size(-1)))), k.transpose(-2, -1));
  Tensor blind;
  if (causal) {
    const auto seen = at::ones({q.size(-2), k.size(-2)}, q.options().dtype(at::kBool).requires_grad(false)).tril();
    scores = scores.masked_fill(seen.logical_not(), -kInfinity);
  } else if (mask.defined()) {
    scores = scores + mask;
    // As in the blocks: a query that sees nothing gets zeros, not the softmax of infinities.
    blind = (mask == -kInfinity).all(-1, true);
  }
  auto weights = at::softmax(scores, -1);
  if (blind.defined()) weights = weights.masked_fill(blind, 0);
  if (dropout > 0) weights = at::dropout(weights, dropout, true);
  return at::matmul(weights, v);
}

struct Attention : torch::autograd::Function<Attention> {
  static Tensor forward(
      torch::autograd::AutogradContext* context, const Tensor& q, const Tensor& k, const Tensor& v,
      const ts::OptionalTensor& added, bool causal) {
    const auto mask = added.value_or(Tensor());
    auto logs = at::empty({q.numel() / std::max<int64_t>(q.size(-1), 1)}, q.options());
    auto out = ::forward(q, k, v, mask, causal, logs.data_ptr<float>());
    context->saved_data["causal"] = causal;
    context->save_for_backward({q, k, v, mask, out, logs});
    return out;
  }

  static torch::autograd::variable_list backward(
      torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &q = saved[0], &k = saved[1], &v = saved[2], &mask = saved[3], &out = saved[4], &logs = saved[5];
    const auto causal = context->saved_data["causal"].toBool();
    if (c10::GradMode::is_enabled()) {
      // Someone wants gradients of these gradients: go by operators that autograd can follow.
      torch::autograd::variable_list inputs;
      for (const auto& input : {q, k, v})
        if (input.requires_grad()) inputs.push_back(input);
      const auto results =
          torch::autograd::grad({composed(q, k, v, mask, 0, causal)}, inputs, {gradients[0]}, true, true, true);
      torch::autograd::variable_list all;
      size_t next = 0;
      for (const auto& input : {q, k, v}) all.push_back(input.requires_grad() ? results[next++] : Tensor());
      return {all[0], all[1], all[2], Tensor(), Tensor()};
    }
    auto dq = at::empty_like(q), dk = at::zeros_like(k), dv = at::zeros_like(v);
    if (out.numel() == 0 || k.size(-2) == 0) return {dq.zero_(), dk, dv, Tensor(), Tensor()};
    const auto grad = with_rows(gradients[0]);
    const Problem p(q, k, v, causal);
    const Matrices outs(out), grads(grad), dqs(dq), dks(dk), dvs(dv);
    std::unique_ptr<Matrices> masks(mask.defined() ? new Matrices(mask) : nullptr);
    const auto block = block_of(p.queries, p.width);
    at::parallel_for(0, p.heads, p.grain(), [&](int64_t first, int64_t last) {
      std::unique_ptr<float[]> weights(new float[block * p.keys]), slopes(new float[block * p.keys]);
      for (auto head = first; head < last; ++head)
        for (int64_t begin = 0; begin < p.queries; begin += block)
          backward_block(
              p, masks.get(), head, begin, std::min(begin + block, p.queries), weights.get(), slopes.get(), grads,
              outs, logs.data_ptr<float>(), dqs, dks, dvs);
    });
    return {dq, dk, dv, Tensor(), Tensor()};
  }
};

bool fits(const Tensor& tensor, const Tensor& query) {
  return tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.layout() == at::kStrided &&
      tensor.dim() >= 2 && tensor.sizes().slice(0, tensor.dim() - 2) == query.sizes().slice(0, query.dim() - 2);
}

// Truth values become numbers to add: 0 for a key that is seen, -inf for one that is not.
Tensor additive(const Tensor& mask, const Tensor& q) {
  if (mask.scalar_type() != at::kBool) return mask;
  return at::zeros(mask.sizes(), q.options().requires_grad(false)).masked_fill_(mask.logical_not(), -kInfinity);
}

}  // namespace

TS_API ts::Error ts_attention(
    ts::Handle query, ts::Handle key, ts::Handle value, ts::Handle mask, double dropout, uint8_t causal,
    ts::Handle* out) {
  return ts::guard([&] {
    auto q = ts::borrow(query), k = ts::borrow(key), v = ts::borrow(value), m = ts::borrow(mask);
    TORCH_CHECK(
        q.dim() >= 2 && k.dim() >= 2 && v.dim() >= 2 && q.size(-1) == k.size(-1) && k.size(-2) == v.size(-2),
        "attention of queries ", q.sizes(), ", keys ", k.sizes(), " and values ", v.sizes());
    if (m.defined()) m = additive(m, q);
    const bool learns_mask = m.defined() && m.requires_grad();
    if (!ts::has_blas() || dropout > 0 || learns_mask || !fits(q, q) || !fits(k, q) || !fits(v, q) ||
        (m.defined() && m.scalar_type() != at::kFloat)) {
      *out = ts::release(composed(q, k, v, m, dropout, causal != 0));
      return;
    }
    if (m.defined()) {
      auto shape = q.sizes().vec();
      shape.back() = k.size(-2);
      m = m.expand(shape);
    }
    const bool recorded =
        c10::GradMode::is_enabled() && (q.requires_grad() || k.requires_grad() || v.requires_grad());
    q = with_rows(q), k = with_rows(k), v = with_rows(v);
    // An absent mask is passed as such: autograd asks every tensor for its device.
    const auto added = m.defined() ? ts::OptionalTensor(m) : ts::OptionalTensor();
    *out = ts::release(
        recorded ? Attention::apply(q, k, v, added, causal != 0) : forward(q, k, v, m, causal != 0, nullptr));
  });
}
