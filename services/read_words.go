package services

import (
	"regexp"
	"strings"
	"unicode"
)

// words reads text, long-text and name: what was written, less nothing but stray spaces.
func (r *reading) words() (Value, Problems) {
	text := r.line()
	if r.q.Kind != LongText {
		text = oneLine(text)
	}
	if r.q.Kind == Name && !strings.ContainsFunc(text, unicode.IsLetter) {
		return Value{}, r.wrong("required", "")
	}
	return Value{Text: text}, nil
}

// The lengths of RFC 5321: 64 before the @, 254 in all. The name of a host is letters, digits and hyphens in parts of at
// most 63, at least two parts; anything printable without a space may stand before the @.
var (
	emailRE   = regexp.MustCompile(`^([^\s@<>(),;:\\"\[\]]{1,64})@((?:[\pL\pN](?:[\pL\pN-]{0,61}[\pL\pN])?\.)+[\pL][\pL\pN-]{0,61}[\pL\pN])$`)
	emailEdge = "<>()[]\"'.,;:"
)

func (r *reading) email() (Value, Problems) {
	text := oneLine(r.line())
	if r.free() { // "my email is m.ellis@example.org thanks"
		for _, word := range strings.Fields(text) {
			if strings.Count(text, "@") == 1 && strings.Contains(word, "@") {
				text = word
				break
			}
		}
	}
	text = strings.TrimPrefix(strings.Trim(text, emailEdge), "mailto:")
	m := emailRE.FindStringSubmatch(text)
	if m == nil || len(text) > 254 || strings.Contains(text, "..") || strings.HasPrefix(text, ".") || strings.HasSuffix(m[1], ".") {
		return Value{}, r.wrong("email-not-real", "")
	}
	return Value{Text: m[1] + "@" + strings.ToLower(m[2])}, nil
}

// The grammar of a National Insurance number: two prefix letters (neither of D F I Q U V, the second not O), six digits, a
// suffix A to D; the pairs below are never given out.
var (
	ninoRE      = regexp.MustCompile(`^([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])[0-9]{6}[A-D]$`)
	neverPrefix = map[string]bool{"BG": true, "GB": true, "KN": true, "NK": true, "NT": true, "TN": true, "ZZ": true}
	ninoTail    = regexp.MustCompile(`[A-Za-z]{2}\s*(?:[0-9]\s*){6}[A-Da-d]$`)
)

// exampleNINO is the one that official forms print as an example. It is nobody's, and the grammar refuses it.
const exampleNINO = "QQ123456A"

func (r *reading) nino() (Value, Problems) {
	text := strings.TrimRight(oneLine(r.line()), ".")
	if r.free() {
		if m := ninoTail.FindString(text); m != "" {
			text = m
		}
	}
	n, ok := ParseNINO(text)
	ok = ok || r.s.Demo && n == exampleNINO
	if !ok {
		return Value{}, r.wrong("nino-not-real", "")
	}
	return Value{Text: n}, nil
}

// ParseNINO is a whole National Insurance number as 'AB123456C', whatever the capitals and what stands between. ok is false where
// none like it is given out.
func ParseNINO(text string) (nino string, ok bool) {
	nino = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", ".", "", "/", "").Replace(text))
	m := ninoRE.FindStringSubmatch(nino)
	return nino, m != nil && !neverPrefix[m[1]]
}
