package search

import "strings"

// onsets are the consonants that a Vietnamese syllable may begin with, marks stripped. Longer ones stand before their beginnings.
var onsets = strings.Fields("ngh ng nh gh gi ch kh ph qu th tr b c d g h k l m n p r s t v x")

// rimes are what may follow, marks stripped: one word here stands for up to five tones and for all qualities of its vowels.
var rimes = wordSet(`
	a ac ach ai am an ang anh ao ap at au ay
	e ec ech em en eng enh eo ep et eu
	i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu
	o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om on ong oong ooc op ot
	u ua uan uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uynh uyt uyu uyp
	y yem yen yeng yet yeu`)

// rimesOfQu are the rimes behind qu.
var rimesOfQu = wordSet("a ac ach ai am an ang anh ao ap at au ay e ec en eo et ech enh en eu i ich in inh it o oc on ot y yen yet ych ynh yt yu")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// isSyllable reports whether a folded word can be a Vietnamese syllable. It follows the spelling, not usage: "ngheo" is one, "ngeo" is not. A real
// syllable that no entry happens to use must not be taken for a misspelt one.
func isSyllable(fold string) bool {
	if len(fold) == 0 || len(fold) > 7 { // nghiêng
		return false
	}
	if rimes[fold] {
		return true
	}
	for _, onset := range onsets {
		rime, ok := strings.CutPrefix(fold, onset)
		if !ok || rime == "" {
			continue
		}
		if onset == "qu" && (rimesOfQu[rime] || rime == "uyen") {
			return true
		}
		if onset != "qu" && rimes[rime] && spelt(onset, rime) {
			return true
		}
	}
	return false
}

// spelt reports whether the onset is the one that the spelling uses before this rime.
func spelt(onset, rime string) bool {
	front := rime[0] == 'e' || rime[0] == 'i' || rime[0] == 'y'
	switch onset {
	case "k":
		return front
	case "gh", "ngh":
		return front && rime[0] != 'y'
	case "c", "ng":
		return !front
	case "g":
		return !front || rime[0] == 'i' // gì, gìn, giếng
	}
	return rime[0] != 'y' || len(rime) == 1 // yên and its like stand alone
}
