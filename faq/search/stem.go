package search

import "bytes"

// stem takes the ending of an English word off a fold: s, ed, ing and a final e. What is, or would become, a Vietnamese syllable stays as it is, which
// also keeps undecoded keys apart: baos is bảo with the wrong tone and not several of anything.
func stem(fold []byte) []byte {
	if len(fold) < 4 {
		return fold
	}
	short := fold
	switch last := fold[len(fold)-1]; {
	case last == 's' && !bytes.HasSuffix(fold, []byte("ss")) && !bytes.HasSuffix(fold, []byte("us")) && !bytes.HasSuffix(fold, []byte("is")):
		short = fold[:len(fold)-1]
		if bytes.HasSuffix(short, []byte("ie")) && len(short) > 4 {
			fold[len(short)-2] = 'y'
			return fold[:len(short)-1]
		}
	case last == 'd' && bytes.HasSuffix(fold, []byte("ed")):
		short = fold[:len(fold)-2]
	case last == 'g' && bytes.HasSuffix(fold, []byte("ing")):
		short = fold[:len(fold)-3]
	}
	if len(short) < len(fold) && !hasVowel(short) {
		short = fold
	}
	if len(short) > 3 && short[len(short)-1] == 'e' {
		short = short[:len(short)-1]
	}
	if len(short) < 3 || len(short) == len(fold) || isSyllable(string(fold)) || isSyllable(string(short)) {
		return fold
	}
	return short
}

func hasVowel(word []byte) bool { return bytes.ContainsAny(word, "aeiouy") }
