package match

import (
	"slices"
	"strings"
	"unicode"
)

// Person is a record made ready: read, folded, and taken apart once for many comparisons.
type Person struct {
	names      []FullName
	days       []day
	places     []place
	phones     []string // +447700900123, or digits
	emails     []string
	nino, nhs  string
	numbers    []string
	gender     string
	birthplace string
	occupation string
}

// Prepare reads a record. What cannot be read is left out, or kept as the text it is where text can be compared.
func Prepare(r Record) *Person {
	p := &Person{nino: readNumber(r.NINO), nhs: readNumber(r.NHS), gender: readGender(r.Gender), birthplace: plain(r.Birthplace), occupation: plain(r.Occupation)}
	if n := p.nino; len(n) == 9 && unicode.IsLetter(rune(n[0])) && unicode.IsLetter(rune(n[8])) {
		p.nino = n[:8] // the last letter of a National Insurance number says nothing about who
	}
	for _, n := range r.Names {
		if read := readNameOf(n); len(read.All) > 0 {
			p.names = append(p.names, read)
		}
	}
	for _, s := range r.Born {
		if d := readDay(missing(s)); d != "" && !slices.Contains(p.days, d) {
			p.days = append(p.days, d)
		}
	}
	for _, a := range r.Addresses {
		if at := readPlace(a); at.known() {
			p.places = append(p.places, at)
		}
	}
	p.phones = readAll(r.Phones, readPhone)
	p.emails = readAll(r.Emails, readEmail)
	p.numbers = readAll(r.Numbers, readNumber)
	return p
}

func readAll(all []string, read func(string) string) []string {
	var out []string
	for _, s := range all {
		if v := read(s); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// nothing is how programs write that there is no value.
var nothing = set("null", "none", "nan", "n/a", "na", "nil", "nat", "unknown", "not known", "not recorded", "-", "--", ".", "?", "<na>")

// missing is s without padding, and "" where it says that there is nothing.
func missing(s string) string {
	if s = strings.TrimSpace(s); nothing[strings.ToLower(s)] {
		return ""
	}
	return s
}

// plain folds text of a few words and makes every gap one space.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(Fold(missing(s)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// readNumber keeps the letters and digits of an identifier; one figure over and over is nobody's.
func readNumber(s string) string {
	n := strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, missing(s)))
	if len(n) < 4 || strings.Trim(n, n[:1]) == "" {
		return ""
	}
	return n
}

// readPhone writes a number as from abroad where it is plainly of the United Kingdom, else keeps its digits.
func readPhone(s string) string {
	s = strings.TrimSuffix(missing(s), ".0")
	d := Digits(strings.Replace(s, "(0)", "", 1))
	national := strings.TrimPrefix(d, "0")
	switch {
	case len(d) < 6 || strings.Trim(d, d[:1]) == "":
		return ""
	case strings.HasPrefix(d, "0044"):
		return "+" + d[2:]
	case strings.HasPrefix(d, "44") && len(d) > 11:
		return "+" + d
	case strings.HasPrefix(s, "+"):
		return "+" + d
	case d[0] == '0' && len(national) >= 9, d[0] == '7' && len(d) == 10:
		return "+44" + national
	}
	return d
}

func readEmail(s string) string {
	s = strings.ToLower(missing(s))
	if s != "" && !strings.Contains(s, "@") {
		return ""
	}
	return s
}

func readGender(s string) string {
	switch g := plain(s); g {
	case "m", "male", "man", "boy", "dyn", "gwryw":
		return "m"
	case "f", "female", "woman", "girl", "menyw", "benyw":
		return "f"
	case "u", "x", "9", "0", "unspecified", "indeterminate":
		return ""
	default:
		return g
	}
}
