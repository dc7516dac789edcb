package accounts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Bounds of what is stored, in characters.
const (
	longestName  = 200
	longestLine1 = 100
	mostLines    = 6 // an address window holds seven with the postcode
	longestNote  = 1000
	oldest       = 125 // years: nobody on record has been older than 122
)

// Sentence words a problem found by Create or Update. Problem.Question is one of full-name, previous-name, date-of-birth,
// address, mobile, landline, email, nino, nhs; its codes are those of services.
func Sentence(l lang.Lang, p services.Problem) string {
	return lang.T(l, "accounts.problems."+p.Question+"."+p.Code)
}

// check puts d in order: spaces, spellings, canonical forms. What cannot be is a problem; what is missing is not, but for a name.
func (r *Register) check(d Details) (Details, services.Problems) {
	c := checker{today: r.today(), demo: r.Demo}
	d.FullName, d.Previous = tidy(d.FullName), tidy(d.Previous)
	if d.FullName == "" {
		c.wrong("full-name", "required")
	}
	c.length("full-name", d.FullName)
	c.length("previous-name", d.Previous)
	c.born(d.DateOfBirth)
	d.Address = c.address(d.Address)
	d.Mobile = c.mobile(d.Mobile)
	d.Landline = c.read("landline", "phone-not-real", d.Landline, readPhone)
	d.Email = c.read("email", "email-not-real", d.Email, readEmail)
	d.NINO = c.read("nino", "nino-not-real", d.NINO, func(s string) (string, bool) {
		n, ok := readNINO(s, c.demo)
		return n, ok && len(n) == 9
	})
	d.NHS = c.read("nhs", "nhs-number-not-real", d.NHS, services.ParseNHS)
	d.Needs = orDefault(d.Needs)
	return d, c.problems
}

type checker struct {
	today    services.Day
	demo     bool
	problems services.Problems
}

func (c *checker) wrong(question, code string) {
	c.problems = append(c.problems, services.Problem{Question: question, Code: code})
}

func (c *checker) length(question, text string) {
	if utf8.RuneCountInString(text) > longestName {
		c.wrong(question, "too-long")
	}
}

func (c *checker) born(d *services.Day) {
	switch {
	case d == nil:
	case !realDay(*d):
		c.wrong("date-of-birth", "date-not-real")
	case after(*d, c.today):
		c.wrong("date-of-birth", "date-in-future")
	case d.Y < c.today.Y-oldest:
		c.wrong("date-of-birth", "date-too-old")
	}
}

// address answers nil where nothing is given at all.
func (c *checker) address(a *services.PostAddress) *services.PostAddress {
	if a == nil {
		return nil
	}
	out := services.PostAddress{NoFixed: a.NoFixed}
	for _, l := range a.Lines {
		if l = tidy(l); l != "" {
			out.Lines = append(out.Lines, l)
		}
	}
	typed := tidy(a.Postcode)
	if typed == "" && len(out.Lines) == 0 {
		if out.NoFixed {
			return &out
		}
		return nil
	}
	var ok bool
	if out.Postcode, ok = readPostcode(typed); typed != "" && !ok {
		c.wrong("address", "postcode-not-real")
		return a
	}
	if nowhere(out.Postcode) { // how other systems write that somebody has no address
		return &services.PostAddress{NoFixed: true}
	}
	if out.Postcode == "" || len(out.Lines) == 0 {
		c.wrong("address", "address-incomplete")
	}
	tooLong := func(l string) bool { return utf8.RuneCountInString(l) > longestLine1 }
	if len(out.Lines) > mostLines || slices.ContainsFunc(out.Lines, tooLong) {
		c.wrong("address", "too-long")
	}
	return &out
}

func (c *checker) mobile(typed string) string {
	return c.read("mobile", "phone-not-real", typed, func(s string) (string, bool) {
		p, ok := readPhone(s)
		return p, ok && isMobile(p)
	})
}

// read puts one value in its canonical form, and keeps what was typed where that cannot be.
func (c *checker) read(question, code, typed string, read func(string) (string, bool)) string {
	if typed = tidy(typed); typed == "" {
		return ""
	}
	v, ok := read(typed)
	if !ok {
		c.wrong(question, code)
		return typed
	}
	return v
}

// tidy composes, leaves out what cannot be seen and makes every gap one space.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cc, r) && !unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ")
}
