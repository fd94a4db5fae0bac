//! What this machine is told to do, in the instructions that it has; and the
//! only file with unsafe code in it.
//!
//! A [`Task`] is written once, in words of a [`Machine`]. It is compiled for
//! AVX-512, for AVX2, and for any machine, which is the twin that the tests hold
//! the others against; which of them runs is seen at run time.
#![expect(clippy::inline_always, reason = "what is inlined is compiled for the caller's features")]

/// What tasks run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kernel {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

/// Something to be done, with `#[inline(always)]`: it is compiled for the
/// features of its caller.
pub(super) trait Task {
    fn run<const N: usize>(self, machine: impl Machine<N>);
}

/// How many codes a table has.
pub(super) const CODES: usize = 64;

/// What each code is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct Table(pub(super) [u8; CODES]);

/// What a machine does with `N` words of bits, and with 64 bytes.
pub(super) trait Machine<const N: usize>: Copy {
    /// 64 bytes in registers.
    type Bytes: Copy;
    /// A table in registers.
    type Held: Copy;
    /// Adds two bits to a sum, and gives what it carries.
    fn full_adder(self, sum: &mut [u64; N], one: [u64; N], other: [u64; N]) -> [u64; N];
    fn same(self, byte: u8) -> Self::Bytes;
    fn bytes(self, bytes: &[u8; 64]) -> Self::Bytes;
    fn hold(self, table: &Table) -> Self::Held;
    fn look_up(self, table: Self::Held, codes: &[u8; 64]) -> Self::Bytes;
    /// `worth` where there is a bit.
    fn spread(self, bits: u64, worth: u8) -> Self::Bytes;
    /// At most 255.
    fn add(self, one: Self::Bytes, other: Self::Bytes) -> Self::Bytes;
    /// Which are at least these.
    fn reaching(self, bytes: Self::Bytes, least: Self::Bytes) -> u64;
    fn stored(self, bytes: Self::Bytes) -> [u8; 64];
}

impl Kernel {
    /// Those that this machine has, the fastest first.
    pub(super) fn all() -> Vec<Self> {
        let mut all = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            use std::arch::is_x86_feature_detected as has;
            if has!("avx2") && has!("popcnt") {
                all.insert(0, Self::Avx2);
            }
            let bytes = has!("avx512bw") && has!("avx512vbmi");
            if bytes && has!("avx512f") && has!("avx512vpopcntdq") && has!("popcnt") {
                all.insert(0, Self::Avx512);
            }
        }
        all
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => "AVX-512",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => "AVX2",
            Self::Portable => "portable",
        }
    }

    /// The fastest that this machine has.
    pub(super) fn best() -> Self {
        Self::all()[0]
    }

    /// Whether it looks up many codes at once.
    pub(super) fn looks_up(self) -> bool {
        self != Self::Portable
    }

    #[expect(unsafe_code, reason = "what a machine can do is known only when the program runs")]
    pub(super) fn carry_out(self, task: impl Task) {
        match self {
            // SAFETY: nothing but `Kernel::all` makes this kernel, and only where
            // the machine has the features that the function is compiled for.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { on_x86::avx512(task) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { on_x86::avx2(task) },
            Self::Portable => task.run(OneByOne),
        }
    }
}

/// A machine of which nothing is known.
#[derive(Clone, Copy)]
struct OneByOne;

impl Machine<8> for OneByOne {
    type Bytes = [u8; 64];
    type Held = Table;

    #[inline(always)]
    fn full_adder(self, sum: &mut [u64; 8], one: [u64; 8], other: [u64; 8]) -> [u64; 8] {
        full_adder(sum, one, other)
    }

    #[inline(always)]
    fn same(self, byte: u8) -> [u8; 64] {
        [byte; 64]
    }

    #[inline(always)]
    fn bytes(self, bytes: &[u8; 64]) -> [u8; 64] {
        *bytes
    }

    #[inline(always)]
    fn hold(self, table: &Table) -> Table {
        *table
    }

    #[inline(always)]
    fn look_up(self, table: Table, codes: &[u8; 64]) -> [u8; 64] {
        codes.map(|code| table.0[usize::from(code) % CODES])
    }

    #[inline(always)]
    fn spread(self, bits: u64, worth: u8) -> [u8; 64] {
        std::array::from_fn(|lane| if bits >> lane & 1 == 1 { worth } else { 0 })
    }

    #[inline(always)]
    fn add(self, mut one: [u8; 64], other: [u8; 64]) -> [u8; 64] {
        one.iter_mut().zip(other).for_each(|(one, other)| *one = one.saturating_add(other));
        one
    }

    #[inline(always)]
    fn reaching(self, bytes: [u8; 64], least: [u8; 64]) -> u64 {
        let lanes = (0..).zip(bytes).zip(least);
        lanes.map(|((lane, byte), least)| u64::from(byte >= least) << lane).sum()
    }

    #[inline(always)]
    fn stored(self, bytes: [u8; 64]) -> [u8; 64] {
        bytes
    }
}

#[inline(always)]
fn full_adder<const N: usize>(sum: &mut [u64; N], one: [u64; N], other: [u64; N]) -> [u64; N] {
    let mut carry = [0; N];
    for word in 0..N {
        let (a, b, c) = (sum[word], one[word], other[word]);
        sum[word] = a ^ b ^ c;
        carry[word] = (a & b) | ((a ^ b) & c);
    }
    carry
}

/// SAFETY of all that is unsafe here: only the two functions make these machines,
/// and they run only where the machine has their instructions; and where words,
/// bytes and registers become each other, both are of one size, and any bits are
/// a value of each.
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "registers and bytes have no other way into each other")]
mod on_x86 {
    use super::{Machine, Table, Task, full_adder};
    use std::arch::x86_64::{
        __m128i, __m256i, __m512i, _mm256_adds_epu8, _mm256_and_si256, _mm256_blendv_epi8,
        _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_max_epu8, _mm256_movemask_epi8,
        _mm256_set1_epi8, _mm256_set1_epi32, _mm256_set1_epi64x, _mm256_setr_epi64x,
        _mm256_shuffle_epi8, _mm256_slli_epi16, _mm512_adds_epu8, _mm512_cmpge_epu8_mask,
        _mm512_maskz_set1_epi8, _mm512_permutexvar_epi8, _mm512_set1_epi8,
        _mm512_ternarylogic_epi64 as logic,
    };
    use std::mem::transmute;

    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vpopcntdq,popcnt")]
    pub(super) fn avx512(task: impl Task) {
        task.run(Avx512);
    }

    #[target_feature(enable = "avx2,popcnt")]
    pub(super) fn avx2(task: impl Task) {
        task.run(Avx2);
    }

    type Words = [u64; 32];
    type Registers = [__m512i; 4];

    #[derive(Clone, Copy)]
    struct Avx512;

    impl Machine<32> for Avx512 {
        type Bytes = __m512i;
        type Held = __m512i;

        /// Sum and carry are one instruction each: truth tables of three inputs.
        #[inline(always)]
        fn full_adder(self, sum: &mut Words, one: Words, other: Words) -> Words {
            const SUM: i32 = 0b1001_0110;
            const CARRY: i32 = 0b1110_1000;
            let [a, b, c] = unsafe { transmute::<[Words; 3], [Registers; 3]>([*sum, one, other]) };
            let (mut sums, mut carries) = (a, a);
            for part in 0..4 {
                (sums[part], carries[part]) = unsafe {
                    (
                        logic::<SUM>(a[part], b[part], c[part]),
                        logic::<CARRY>(a[part], b[part], c[part]),
                    )
                };
            }
            *sum = unsafe { transmute::<Registers, Words>(sums) };
            unsafe { transmute::<Registers, Words>(carries) }
        }

        #[inline(always)]
        fn same(self, byte: u8) -> __m512i {
            unsafe { _mm512_set1_epi8(byte.cast_signed()) }
        }

        #[inline(always)]
        fn bytes(self, bytes: &[u8; 64]) -> __m512i {
            unsafe { transmute(*bytes) }
        }

        #[inline(always)]
        fn hold(self, table: &Table) -> __m512i {
            unsafe { transmute(table.0) }
        }

        #[inline(always)]
        fn look_up(self, table: __m512i, codes: &[u8; 64]) -> __m512i {
            unsafe { _mm512_permutexvar_epi8(transmute::<[u8; 64], __m512i>(*codes), table) }
        }

        #[inline(always)]
        fn spread(self, bits: u64, worth: u8) -> __m512i {
            unsafe { _mm512_maskz_set1_epi8(bits, worth.cast_signed()) }
        }

        #[inline(always)]
        fn add(self, one: __m512i, other: __m512i) -> __m512i {
            unsafe { _mm512_adds_epu8(one, other) }
        }

        #[inline(always)]
        fn reaching(self, bytes: __m512i, least: __m512i) -> u64 {
            unsafe { _mm512_cmpge_epu8_mask(bytes, least) }
        }

        #[inline(always)]
        fn stored(self, bytes: __m512i) -> [u8; 64] {
            unsafe { transmute(bytes) }
        }
    }

    #[derive(Clone, Copy)]
    struct Avx2;

    impl Machine<8> for Avx2 {
        type Bytes = [__m256i; 2];
        /// Each quarter twice, as lookups do not cross the middle of a register.
        type Held = [__m256i; 4];

        #[inline(always)]
        fn full_adder(self, sum: &mut [u64; 8], one: [u64; 8], other: [u64; 8]) -> [u64; 8] {
            full_adder(sum, one, other)
        }

        #[inline(always)]
        fn same(self, byte: u8) -> [__m256i; 2] {
            unsafe { [_mm256_set1_epi8(byte.cast_signed()); 2] }
        }

        #[inline(always)]
        fn bytes(self, bytes: &[u8; 64]) -> [__m256i; 2] {
            unsafe { transmute(*bytes) }
        }

        #[inline(always)]
        fn hold(self, table: &Table) -> [__m256i; 4] {
            let [a, b, c, d]: [__m128i; 4] = unsafe { transmute(table.0) };
            unsafe { [twice(a), twice(b), twice(c), twice(d)] }
        }

        #[inline(always)]
        fn look_up(self, table: [__m256i; 4], codes: &[u8; 64]) -> [__m256i; 2] {
            let [low, high]: [__m256i; 2] = unsafe { transmute(*codes) };
            unsafe { [looked_up(table, low), looked_up(table, high)] }
        }

        #[inline(always)]
        fn spread(self, bits: u64, worth: u8) -> [__m256i; 2] {
            let [low, high]: [i32; 2] = unsafe { transmute(bits.to_le()) };
            unsafe { [spread(low, worth), spread(high, worth)] }
        }

        #[inline(always)]
        fn add(self, [a, b]: [__m256i; 2], [c, d]: [__m256i; 2]) -> [__m256i; 2] {
            unsafe { [_mm256_adds_epu8(a, c), _mm256_adds_epu8(b, d)] }
        }

        #[inline(always)]
        fn reaching(self, [a, b]: [__m256i; 2], [c, d]: [__m256i; 2]) -> u64 {
            let [low, high] = unsafe { [reaching(a, c), reaching(b, d)] };
            u64::from(low) | u64::from(high) << 32
        }

        #[inline(always)]
        fn stored(self, bytes: [__m256i; 2]) -> [u8; 64] {
            unsafe { transmute(bytes) }
        }
    }

    // Parts of the above, each compiled for AVX2, so that they are of one piece.

    #[inline]
    #[target_feature(enable = "avx2")]
    fn twice(quarter: __m128i) -> __m256i {
        _mm256_broadcastsi128_si256(quarter)
    }

    /// Of a code, the low four bits say where in a quarter; which quarter, the
    /// two above, each moved to where a blend looks.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn looked_up(table: [__m256i; 4], code: __m256i) -> __m256i {
        let [a, b, c, d] = table;
        let odd = _mm256_slli_epi16::<3>(code);
        let low =
            _mm256_blendv_epi8(_mm256_shuffle_epi8(a, code), _mm256_shuffle_epi8(b, code), odd);
        let high =
            _mm256_blendv_epi8(_mm256_shuffle_epi8(c, code), _mm256_shuffle_epi8(d, code), odd);
        _mm256_blendv_epi8(low, high, _mm256_slli_epi16::<2>(code))
    }

    /// Each byte of the bits eight times, and of each its own bit.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn spread(bits: i32, worth: u8) -> __m256i {
        let one = 0x0101_0101_0101_0101;
        let which = _mm256_setr_epi64x(0, one, 2 * one, 3 * one);
        let own = _mm256_set1_epi64x(0x8040_2010_0804_0201_u64.cast_signed());
        let eight = _mm256_shuffle_epi8(_mm256_set1_epi32(bits), which);
        let there = _mm256_cmpeq_epi8(_mm256_and_si256(eight, own), own);
        _mm256_and_si256(there, _mm256_set1_epi8(worth.cast_signed()))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn reaching(bytes: __m256i, least: __m256i) -> u32 {
        let most = _mm256_max_epu8(bytes, least);
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(most, bytes)).cast_unsigned()
    }
}
