package accounts

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/services"
)

// Bounds of what is read out of one line.
const (
	longestLine = 200 // characters
	mostWords   = 8
	mostOfKind  = 4
)

// ask is what a typed line asks for. Where a piece can be read in two ways (1944 is a year or the end of a phone number) it
// stands in both places, and counts by whichever fits.
type ask struct {
	words     []string // of names, or of an address: folded, in the order typed
	days      []dated
	years     []piece
	postcodes []string
	areas     []string // outward halves alone: ZA1
	phones    []string // E.164
	ends      []piece  // last four to nine digits of a phone number
	emails    []string
	ninos     []string // with or without the last letter
	nhs       []piece  // NHS numbers
	numbers   []string // of a house
}

// piece is something read from one place of the line; pieces with the same place are readings of one thing.
type piece struct {
	text  string
	place int
}

// dated is a day read from one place.
type dated struct {
	day   services.Day
	place int
}

var (
	emailIn    = regexp.MustCompile(`[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+`)
	ninoIn     = regexp.MustCompile(`\b[a-z]{2}\s?\d\s?\d\s?\d\s?\d\s?\d\s?\d\s?[a-d]\b|\b[a-z]{2}\d{6}\b`)
	postcodeIn = regexp.MustCompile(`\b[a-z]{1,2}\s?\d[a-z\d]?\s?\d\s?[abd-hjlnp-uw-z]\s?[abd-hjlnp-uw-z]\b`)
	nhsIn      = regexp.MustCompile(`\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b`)
	areaIn     = regexp.MustCompile(`\b[a-z]{1,2}\d[a-z\d]?\b`)
	phoneIn    = regexp.MustCompile(strings.Join([]string{
		`(?:\+|\b00)\s?44[\s().-]*0?[\s().-]*[1-9](?:[\s().-]{0,2}\d){8,9}\b`, // United Kingdom, as from abroad
		`\+\d(?:[\s().-]?\d){6,14}\b`,                                         // elsewhere
		`\(?\b0\d(?:[\s().-]{0,2}\d){9}\b`, `\b01\d{3}[\s-]?\d{5}\b`,          // at home; old areas have one digit less
		`\b7\d{3}\s?\d{3}\s?\d{3}\b`}, "|")) // its 0 lost, as spreadsheets do
	digitsIn   = regexp.MustCompile(`\b\d+\b`)
	ordinalIn  = regexp.MustCompile(`\b\d+[a-z]?\b`)
	manySpaces = regexp.MustCompile(`\s+`)
)

// readLine takes a typed line apart. What it cannot read it leaves out.
func readLine(line string, today services.Day) ask {
	l := &lineReader{rest: tidyLine(line), today: today}
	l.take(emailIn, l.email)
	l.take(ninoIn, l.nino)
	l.takeDays(false)
	l.take(postcodeIn, l.postcode)
	l.take(nhsIn, l.nhsNumber)
	l.take(phoneIn, l.phone)
	l.takeDays(true)
	l.take(areaIn, l.area)
	l.take(digitsIn, l.digits)
	l.rest = ordinalIn.ReplaceAllString(l.rest, " ")
	l.names()
	return l.ask
}

// tidyLine cuts what is too long and makes every gap one space. Accents stay for names' sake only until here.
func tidyLine(line string) string {
	line = strings.ToValidUTF8(line, " ")
	if utf8.RuneCountInString(line) > longestLine {
		line = string([]rune(line)[:longestLine])
	}
	line = strings.Map(func(r rune) rune {
		if match.Hyphen(r) {
			return '-'
		}
		return r
	}, match.Fold(match.DropApostrophes(line)))
	return strings.TrimSpace(manySpaces.ReplaceAllString(line, " "))
}

// lineReader eats a line piece by piece.
type lineReader struct {
	ask
	rest  string
	today services.Day
	place int
}

// take hands every match of form to read, and cuts out those that read could read.
func (l *lineReader) take(form *regexp.Regexp, read func(string) bool) {
	l.rest = form.ReplaceAllStringFunc(l.rest, func(text string) string {
		l.place++
		if read(text) {
			return " "
		}
		return text
	})
}

func (l *lineReader) takeDays(phones bool) {
	for _, rd := range readings {
		if rd.phones != phones {
			continue
		}
		l.take(rd.form, func(text string) bool {
			days := rd.days(rd.form.FindStringSubmatch(text), l.today)
			for _, d := range days {
				l.days = atMost(append(l.days, dated{d, l.place}))
			}
			if len(days) > 0 && match.Digits(text) == text { // 050344 may end a phone number, 5 3 44 does not
				l.end(text)
			}
			return len(days) > 0
		})
	}
}

func (l *lineReader) email(text string) bool {
	e, ok := readEmail(strings.Trim(text, "."))
	if ok {
		l.emails = atMost(append(l.emails, e))
	}
	return ok
}

func (l *lineReader) nino(text string) bool {
	n, ok := readNINO(text, true)
	if ok {
		l.ninos = atMost(append(l.ninos, n))
	}
	return ok
}

// nhsNumber is ten digits that check. One of eleven mobiles without their 0 checks too, and is looked for by its end as well.
func (l *lineReader) nhsNumber(text string) bool {
	n, ok := services.ParseNHS(text)
	if !ok {
		return false
	}
	l.nhs = atMost(append(l.nhs, piece{n, l.place}))
	if p, phone := readPhone(n); phone && isMobile(p) {
		l.end(n)
	}
	return true
}

func (l *lineReader) postcode(text string) bool {
	p, ok := readPostcode(text)
	if ok && !nowhere(p) {
		l.postcodes = atMost(append(l.postcodes, p))
	}
	return ok
}

func (l *lineReader) phone(text string) bool {
	p, ok := readPhone(text)
	if ok {
		l.phones = atMost(append(l.phones, p))
	}
	return ok
}

func (l *lineReader) area(text string) bool {
	l.areas = atMost(append(l.areas, strings.ToUpper(text)))
	return true
}

// digits are a year, the end of a phone number, or a house.
func (l *lineReader) digits(text string) bool {
	if y, err := strconv.Atoi(text); err == nil && len(text) == 4 && y >= firstYear && y <= l.today.Y {
		l.years = atMost(append(l.years, piece{text, l.place}))
	}
	if len(text) < 4 {
		l.numbers = atMost(append(l.numbers, text))
		return true
	}
	if p, ok := readPhone(text); ok && len(text) >= 9 {
		l.phones = atMost(append(l.phones, p))
		return true
	}
	l.end(text)
	return true
}

func (l *lineReader) end(text string) {
	d := match.Digits(text)
	if len(d) < 4 {
		return
	}
	if len(d) > 9 {
		d = d[len(d)-9:]
	}
	l.ends = atMost(append(l.ends, piece{d, l.place}))
}

func (l *lineReader) names() {
	words := match.JoinClan(match.DropTitles(match.NameWords(l.rest)))
	for _, w := range words {
		if len(words) > 1 && match.IsWelshSon(w) || slices.Contains(labels, w) || len(l.words) == mostWords || slices.Contains(l.words, w) {
			continue
		}
		l.words = append(l.words, w)
	}
}

// labels are what agents put before a fact, out of habit.
var labels = []string{"dob", "tel", "mob", "phone", "mobile", "postcode", "nino", "nhs", "email"}

// atMost keeps the first few: a line with more of a kind is not a question about one person.
func atMost[T any](all []T) []T { return all[:min(len(all), mostOfKind)] }

// empty says that there is nothing to look for.
func (a ask) empty() bool {
	return len(a.words)+len(a.days)+len(a.years)+len(a.postcodes)+len(a.phones)+len(a.ends)+len(a.emails)+len(a.ninos)+len(a.nhs) == 0
}
