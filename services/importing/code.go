package importing

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxCode keeps ids short enough to read and long enough to tell apart.
const maxCode = 40

// code makes an id out of a title: small letters, digits and single hyphens, cut at a word.
func code(title string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(title) {
		switch {
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(unicode.ToLower(r))
		case r == '\'' || r == '’' || unicode.Is(unicode.Mn, r):
		case r == '&':
			b.WriteString("-and-")
		default:
			b.WriteByte('-')
		}
		if b.Len() > 4*maxCode {
			break
		}
	}
	words := strings.FieldsFunc(b.String(), func(r rune) bool { return r == '-' })
	out := ""
	for _, w := range words {
		if out != "" && len(out)+1+len(w) > maxCode {
			break
		}
		out = strings.TrimPrefix(out+"-"+w, "-")
	}
	return strings.Trim(out[:min(len(out), maxCode)], "-")
}

// codes gives out ids, each once.
type codes map[string]bool

// take is the id of what has this title; where it is taken, with the next number behind.
func (c codes) take(title, otherwise string) string {
	id := code(title)
	if id == "" {
		id = otherwise
	}
	free := id
	for n := 2; c[free]; n++ {
		free = id + "-" + strconv.Itoa(n)
	}
	c[free] = true
	return free
}

// clip keeps reports readable when a form has a page for a name.
func clip(s string) string {
	s = tidy(s)
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}
