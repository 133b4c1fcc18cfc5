package warranty

import (
	"math"
	"slices"
	"strings"
)

// nameLikeness says how a name agrees with the one of a sale, best first.
type nameLikeness int

const (
	nameSame nameLikeness = iota
	namePart              // some words are left out, such as the middle name; the last one, by which people are called, is there
	nameSlip              // equal but for one slip, or for keys of Telex that were left over
	nameDiffers
)

// compareNames compares two name keys and says how much that tells, in bits. Sharing a frequent name tells little.
func compareNames(said string, words []string, known string) (nameLikeness, float64) {
	if said == known {
		return nameSame, nameBits(words, mName.same)
	}
	of := strings.Fields(known)
	if partOf(words, of) {
		return namePart, nameBits(words, mName.part)
	}
	if partOf(of, words) {
		return namePart, nameBits(of, mName.part)
	}
	if oneSlip(said, known) || oneSlip(withoutTelex(words), withoutTelex(of)) {
		return nameSlip, nameBits(of, mName.slip) - bitsNameSlips
	}
	return nameDiffers, bitsNameDiffers
}

// partOf reports whether the words stand in the same order among others, the last of them last.
func partOf(words, of []string) bool {
	if len(words) == 0 || len(of) == 0 || words[len(words)-1] != of[len(of)-1] {
		return false
	}
	for _, w := range words {
		i := slices.Index(of, w)
		if i < 0 {
			return false
		}
		of = of[i+1:]
	}
	return true
}

// nameBits is how much agreeing on these words tells: the logarithm of m over their frequency.
func nameBits(words []string, m float64) float64 {
	frequency := 1.0
	for i, w := range words {
		switch {
		case i == len(words)-1:
			frequency *= frequencyGiven
		case i == 0:
			frequency *= orElse(familyNames, w, frequencyFamily)
		default:
			frequency *= orElse(middleNames, w, frequencyMiddle)
		}
	}
	return min(maxNameBits, math.Log2(m/frequency))
}

func orElse(frequencies map[string]float64, word string, rare float64) float64 {
	if f, ok := frequencies[word]; ok {
		return f
	}
	return rare
}

// withoutTelex takes away the keys that Telex leaves in a name without marks: w, the second of aa, ee, oo and dd, and a tone at the end of a word.
func withoutTelex(words []string) string {
	var out strings.Builder
	for i, word := range words {
		if i > 0 {
			out.WriteByte(' ')
		}
		word = strings.TrimRight(word, "sfrxj")
		last := byte(0)
		for k := range len(word) {
			b := word[k]
			if b == 'w' || b == last && strings.IndexByte("aeod", b) >= 0 {
				continue
			}
			out.WriteByte(b)
			last = b
		}
	}
	return out.String()
}
