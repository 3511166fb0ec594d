// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// A kernel of majorities. The file that includes this one, once a kernel, sets the instruction set and defines
//   WRITE         the function's name
//   LANE_BYTES    of a register
//   MAJORITY      of three bits: whether two or three are set

/// Adds two bits to a third, which becomes the sum, and gives the carry.
#define ADD(carry, sum, a, b)                     \
    do {                                          \
        lane x = (a), y = (b);                    \
        carry = MAJORITY(x, y, sum);              \
        sum ^= x ^ y;                             \
    } while (0)

/// Adds a bit to another, which becomes the sum, and makes it the carry.
#define CARRY(sum, bit)        \
    do {                       \
        lane both = sum & bit; \
        sum ^= bit;            \
        bit = both;            \
    } while (0)

#define SIGN(i) (*(const loaded *)((const char *)vote[i] + offset))

static void WRITE(
    size_t bytes,
    size_t rows,
    const void *const *signs,
    size_t steps,
    const void *thresholds,
    void *output) {
    typedef uint64_t lane __attribute__((vector_size(LANE_BYTES)));
    typedef lane loaded __attribute__((aligned(1), may_alias));
    for (size_t start = 0; start < bytes; start += LANE_BYTES) {
        lane parity = {0};
        for (size_t row = 0; row < rows; row++) {
            size_t offset = row * bytes + start;
            size_t within = offset % TESSERA_MAJORITY_BLOCK;
            const char *planes = (const char *)thresholds + (offset - within) * TESSERA_THRESHOLD_PLANES + within;
            lane sums[TESSERA_THRESHOLD_PLANES];
            for (size_t i = 0; i < TESSERA_THRESHOLD_PLANES; i++) {
                sums[i] = *(const loaded *)(planes + i * TESSERA_MAJORITY_BLOCK);
            }
            const void *const *vote = signs;
            for (size_t step = 0; step < steps; step++) {
                lane two[4], four[2], carry;
                ADD(two[0], sums[0], SIGN(0), SIGN(1));
                ADD(two[1], sums[0], SIGN(2), SIGN(3));
                ADD(four[0], sums[1], two[0], two[1]);
                ADD(two[2], sums[0], SIGN(4), SIGN(5));
                ADD(two[3], sums[0], SIGN(6), SIGN(7));
                ADD(four[1], sums[1], two[2], two[3]);
                ADD(carry, sums[2], four[0], four[1]);
                CARRY(sums[3], carry);
                CARRY(sums[4], carry);
                CARRY(sums[5], carry);
                CARRY(sums[6], carry);
                // Votes and threshold are 255 at most together, so nothing is carried from here.
                sums[7] ^= carry;
                vote += TESSERA_VOTE_STEP;
            }
            parity ^= sums[7];
        }
        *(loaded *)((char *)output + start) = parity;
    }
}

#undef ADD
#undef CARRY
#undef SIGN
#undef WRITE
#undef LANE_BYTES
#undef MAJORITY
