//! Loops on the widest registers of the processor that they happen to run on.

/// Runs `work` with AVX2, where the processor has it. What is inlined into it is compiled twice, with and without; the
/// rest runs as it is. Other processors have registers of one width. Only builds for speed inline it: in the others it
/// would make the compiler take half as long again.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn on_wide_registers<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(avx2) = fearless_simd::Level::new().as_avx2() {
        return fearless_simd::Simd::vectorize(avx2, work);
    }
    work()
}
