package search

import "iter"

// edits yields the words that differ from a folded word by one letter: another, one more, one less, or two that changed places. The slice is good until
// the next one; buf is the memory.
func edits(fold []byte, buf *[]byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		b := append((*buf)[:0], fold...)
		b = append(b, ' ')
		*buf = b
		_ = replaced(b[:len(fold)], yield) && swapped(b[:len(fold)], yield) && dropped(fold, b, yield) && inserted(fold, b, yield)
	}
}

func replaced(b []byte, yield func([]byte) bool) bool {
	for i, was := range b {
		for c := byte('a'); c <= 'z'; c++ {
			if b[i] = c; c != was && !yield(b) {
				return false
			}
		}
		b[i] = was
	}
	return true
}

func swapped(b []byte, yield func([]byte) bool) bool {
	for i := range len(b) - 1 {
		if b[i] == b[i+1] {
			continue
		}
		b[i], b[i+1] = b[i+1], b[i]
		if !yield(b) {
			return false
		}
		b[i], b[i+1] = b[i+1], b[i]
	}
	return true
}

func dropped(fold, b []byte, yield func([]byte) bool) bool {
	for i := range fold {
		if i > 0 && fold[i] == fold[i-1] {
			continue // gives the same
		}
		copy(b, fold[:i])
		copy(b[i:], fold[i+1:])
		if !yield(b[:len(fold)-1]) {
			return false
		}
	}
	return true
}

func inserted(fold, b []byte, yield func([]byte) bool) bool {
	for i := 0; i <= len(fold); i++ {
		copy(b, fold[:i])
		copy(b[i+1:], fold[i:])
		for c := byte('a'); c <= 'z'; c++ {
			if i > 0 && fold[i-1] == c {
				continue // gives the same
			}
			if b[i] = c; !yield(b) {
				return false
			}
		}
	}
	return true
}
