/**
 * Finds texts that may have come twice among a million, and holds eight bytes of each: two that are the same have the same
 * hash, and two that are not hardly ever do.
 */
export interface RepeatWatch {
  readonly add: (text: string) => void;
  /** Whether a text is one of those whose hash came twice; null: none did. */
  readonly suspects: () => ((text: string) => boolean) | null;
}

const AT_FIRST = 1_024;

/** A watch that has seen nothing. */
export function watchRepeats(): RepeatWatch {
  let [hashes, count] = [new Float64Array(AT_FIRST), 0];
  return {
    add(text) {
      if (count === hashes.length) {
        const larger = new Float64Array(2 * count);
        larger.set(hashes);
        hashes = larger;
      }
      hashes[count] = hashOf(text);
      count += 1;
    },
    suspects() {
      const sorted = hashes.subarray(0, count).sort();
      const twice = new Set(sorted.filter((hash, index) => index > 0 && hash === sorted[index - 1]));
      return twice.size === 0 ? null : (text) => twice.has(hashOf(text));
    },
  };
}

/** 53 bits, so that it is a number as exact as it can be: two halves, each mixed with a prime of its own. */
function hashOf(text: string): number {
  let [high, low] = [0x9e3779b9, 0x85ebca6b];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0xcc9e2d51);
    low ^= low >>> 15;
  }
  high ^= high >>> 15;
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0);
}
