package match

import "strings"

// longestSound bounds a code: further consonants add nothing but chances to mishear.
const longestSound = 6

// Sound codes how a folded name sounds to somebody in Britain, so that spellings of one name share a code: Phillips and Philips,
// Griffith and Gruffydd, Hywel and Howell, Mackenzie and McKenzie, Catherine and Kathryn. It is a skeleton of consonants behind
// a mark for a vowel at the start. Names in other scripts are their own code.
func Sound(word string) string {
	if word == "" {
		return ""
	}
	for _, c := range []byte(word) {
		if c < 'a' || c > 'z' {
			return word
		}
	}
	s := &sounding{in: dropPlural(opening(word))}
	for s.at < len(s.in) && s.out.Len() < longestSound {
		s.step()
	}
	if s.out.Len() == 0 {
		return word
	}
	return s.out.String()
}

// silentOpening are beginnings whose first letter is not heard, or is heard as another.
var silentOpening = []struct{ from, to string }{
	{"kn", "n"}, {"gn", "n"}, {"pn", "n"}, {"wr", "r"}, {"ps", "s"}, {"rh", "r"}, {"wh", "w"}, {"x", "s"}, {"ll", "l"},
	{"ff", "f"}, {"sch", "sh"}, {"tch", "ch"}, {"cz", "ch"}, {"dzh", "j"}, {"sio", "sho"}, {"sia", "sha"}, {"ae", "e"},
}

func opening(word string) string {
	for _, o := range silentOpening {
		if rest, ok := strings.CutPrefix(word, o.from); ok && rest != "" {
			return o.to + rest
		}
	}
	return word
}

// dropPlural leaves out the s that people add and lose: Griffiths, Williams, Roberts, Edwards, Watkins.
func dropPlural(word string) string {
	n := len(word)
	if n > 4 && word[n-1] == 's' && !isVowel(word[n-2]) && word[n-2] != 's' {
		return word[:n-1]
	}
	return word
}

func isVowel(c byte) bool { return strings.IndexByte("aeiouyw", c) >= 0 }

// sounding walks along a word.
type sounding struct {
	in   string
	at   int
	out  strings.Builder
	last byte
}

// step codes the next sound and moves past it.
func (s *sounding) step() {
	rest := s.in[s.at:]
	for _, d := range several {
		if strings.HasPrefix(rest, d.from) {
			s.add(d.to)
			s.at += len(d.from)
			return
		}
	}
	s.add(s.single(rest))
	s.at++
}

// several are groups of letters heard as one sound, or as none.
var several = []struct{ from, to string }{
	{"chr", "KR"}, {"chl", "KL"}, {"tch", "C"}, {"sch", "X"}, {"dge", "J"}, {"dg", "J"}, {"ph", "F"}, {"ck", "K"}, {"sh", "X"}, {"th", "T"}, {"dd", "T"}, {"ch", "C"},
	{"gh", ""}, {"qu", "K"}, {"ssi", "X"}, {"mb", "M"}, {"mn", "M"},
}

// single codes one letter.
func (s *sounding) single(rest string) string {
	soft := len(rest) > 1 && strings.IndexByte("eiy", rest[1]) >= 0
	switch c := rest[0]; c {
	case 'a', 'e', 'i', 'o', 'u':
		return s.vowel()
	case 'y', 'w', 'h':
		return s.glide(c, rest)
	case 'b', 'p':
		return string(c - 'a' + 'A')
	case 'd', 't':
		return "T"
	case 'f', 'v':
		return "F"
	case 'c', 'k', 'q':
		if c == 'c' && soft && !s.afterMac() {
			return "S"
		}
		return "K"
	case 'g':
		if soft && s.at == 0 {
			return "J"
		}
		return "K"
	case 'j':
		return "J"
	case 's', 'z':
		return "S"
	case 'x':
		return "KS"
	case 'l':
		return "L"
	case 'm':
		return "M"
	case 'n':
		return "N"
	default: // 'r', the last of the letters
		return "R"
	}
}

// vowel marks one at the start and leaves out every other, but lets a doubled sound be heard twice.
func (s *sounding) vowel() string {
	s.last = 0
	if s.at == 0 {
		return "A"
	}
	return ""
}

// glide codes y, w and h, which are consonants only at the start.
func (s *sounding) glide(c byte, rest string) string {
	if s.at > 0 {
		return ""
	}
	if c == 'h' || len(rest) > 1 && isVowel(rest[1]) {
		return string(c - 'a' + 'A')
	}
	return "A"
}

// afterMac says that a c ends Mc or Mac, where it is hard: McIntyre.
func (s *sounding) afterMac() bool {
	head := s.in[:s.at+1]
	return (head == "mc" || head == "mac") && len(s.in) > len(head)+2
}

func (s *sounding) add(code string) {
	for _, c := range []byte(code) {
		if c != s.last {
			s.out.WriteByte(c)
			s.last = c
		}
	}
}

// Sounds are all codes of a given name: its own, and those of what it is short for.
func Sounds(word string) []string {
	out := []string{Sound(word)}
	for _, f := range formal[word] {
		out = append(out, Sound(f))
	}
	return Distinct(out)
}
