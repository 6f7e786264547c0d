#!/usr/bin/env bash
# Compiles the shim over libtorch and leaves libTorchSharpShim.so in OUTDIR.
#
#   lib/TorchSharp/native/build.sh OUTDIR
#
# TORCH_ROOT   a libtorch other than the system's: the folder that holds include/ and lib/
#              (a CUDA build works: it links torch_cuda when it is there)
# CXX          the compiler, g++ by default
#
# The result is kept under ${XDG_CACHE_HOME:-$HOME/.cache}/samantha/native/<hash>, where the hash is
# over the sources, the compiler and the libtorch: a second run, or another checkout, copies it.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?"usage: build.sh OUTDIR"}
cxx=${CXX:-g++}
root=${TORCH_ROOT:-}
say() { echo "TorchSharp shim: $*"; }

need() {
  say "$1" >&2
  say "install it with: apt-get install -y --no-install-recommends g++ libtorch-dev libtorch1.13 libopenblas0-pthread" >&2
  exit 1
}

command -v "$cxx" > /dev/null || need "no C++ compiler ($cxx)"
include=${root:+$root}/include
[ -n "$root" ] || include=/usr/include
header=$include/torch/csrc/api/include/torch/version.h
[ -f "$header" ] || need "no libtorch headers under $include"
version=$(sed -n 's/^#define TORCH_VERSION_M[A-Z]* \([0-9]*\)$/\1/p' "$header" | paste -sd.)

flags=(-O3 -fPIC -fvisibility=hidden -fno-math-errno -fopenmp -Wall)
# AVX2 and FMA where this machine has them, as every x86-64 server has had for ten years.
case $(uname -m) in
  x86_64) if grep -qm1 -w avx2 /proc/cpuinfo && grep -qm1 -w fma /proc/cpuinfo; then flags+=(-march=x86-64-v3); fi ;;
esac
# Newer releases need C++20, and older headers do not compile as it.
case $version in
  1.*|2.[0-8]) flags+=(-std=c++17) ;;
  *) flags+=(-std=c++20) ;;
esac
# The system's own folder must not be named: it would come before the compiler's headers.
[ -z "$root" ] || flags+=(-isystem "$include")
flags+=(-isystem "$include/torch/csrc/api/include")
link=(-shared -fopenmp -ltorch_cpu -lc10)
if [ -n "$root" ]; then
  link+=(-L "$root/lib" "-Wl,-rpath,$root/lib")
  [ ! -f "$root/lib/libtorch_cuda.so" ] || link+=(-Wl,--no-as-needed -ltorch_cuda -ltorch)
fi

sources=("$here"/*.cpp)
hash=$(
  { "$cxx" -dumpfullversion -dumpmachine; echo "$version ${flags[*]} ${link[*]}"; cat "${sources[@]}" "$here"/*.h "$here/build.sh"; } |
    sha256sum | cut -c1-20
)
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/samantha/native/$hash
library=$cache/libTorchSharpShim.so
mkdir -p "$cache" "$out"

# One build at a time per hash: others wait and then find it done.
exec 9> "$cache/lock"
flock 9
if [ ! -f "$library" ]; then
  started=$(date +%s)
  work=$(mktemp -d "$cache/build.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  jobs=$(nproc)
  say "compiling ${#sources[@]} files against libtorch $version, $jobs at a time (once; about a minute)"
  compile() {
    local source=$1 work=$2 begun
    shift 2
    begun=$(date +%s)
    if ! "$@" -c "$source" -o "$work/$(basename "$source" .cpp).o" 2> "$work/$(basename "$source").log"; then
      echo "TorchSharp shim: $(basename "$source") does not compile" >&2
      grep -m 20 -E 'error|undefined' "$work/$(basename "$source").log" >&2 || cat "$work/$(basename "$source").log" >&2
      return 255
    fi
    echo "TorchSharp shim: $(basename "$source") ($(($(date +%s) - begun)) s)"
  }
  export -f compile
  # The largest files first, so that the last one to finish is a small one.
  ls -S "${sources[@]}" | xargs -P "$jobs" -I{} bash -c 'compile "$@"' _ {} "$work" "$cxx" "${flags[@]}"
  "$cxx" "$work"/*.o "${link[@]}" -o "$work/libTorchSharpShim.so"
  mv "$work/libTorchSharpShim.so" "$library"
  say "built in $(($(date +%s) - started)) s: $library"
fi
cmp -s "$library" "$out/libTorchSharpShim.so" || { cp "$library" "$out/.libTorchSharpShim.$$" && mv "$out/.libTorchSharpShim.$$" "$out/libTorchSharpShim.so"; }
