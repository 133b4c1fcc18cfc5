package care

import "strings"

// emailLimit is the greatest length of an address that mail servers accept, and
// emailLocalLimit that of the part before the @ (RFC 5321, 4.5.3.1).
const (
	emailLimit      = 254
	emailLocalLimit = 64
)

// ParseEmail reads an email address: what nearly every address in use looks like,
// not all that the standards allow. Before the @ stand letters, digits and
// !#$%&'*+-/=?^_`{|}~ with single dots between them, kept as they are; after it
// two or more domain labels of letters, digits and hyphens, made lower case.
// Spaces around it are dropped. An address is said to exist by a message that
// arrives, not by its form.
func ParseEmail(text string) (string, error) {
	typed := strings.TrimSpace(text)
	local, domain, _ := strings.Cut(typed, "@")
	if len(typed) > emailLimit || !isEmailLocal(local) || !isEmailDomain(domain) {
		return "", Refuse(text, CodeEmailForm.With())
	}
	return local + "@" + strings.ToLower(domain), nil
}

func isEmailLocal(local string) bool {
	for part := range strings.SplitSeq(local, ".") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool {
			return !isASCIILetterOrDigit(r) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
		}) {
			return false
		}
	}
	return len(local) <= emailLocalLimit
}

func isEmailDomain(domain string) bool {
	for label := range strings.SplitSeq(domain, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.ContainsFunc(label, func(r rune) bool { return !isASCIILetterOrDigit(r) && r != '-' }) {
			return false
		}
	}
	return strings.Contains(domain, ".")
}

func isASCIILetterOrDigit(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}
