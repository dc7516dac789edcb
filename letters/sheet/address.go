package sheet

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Limits of an address block, from Notify's letter validation (August 2026).
const (
	minAddressLines = 3
	maxAddressLines = 7
	maxAddressRunes = 45
)

var (
	// postcode is the shape in BS 7666: area, district, space, sector, unit. The
	// unit never uses C I K M O V.
	postcode = regexp.MustCompile(`^([A-Z]{1,2}[0-9][0-9A-Z]?) ?([0-9][ABD-HJLNP-UW-Z]{2})$`)
	bfpo     = regexp.MustCompile(`^BFPO ?([0-9]{1,4})$`)
	noAbode  = regexp.MustCompile(`^N\.?F\.?A\.?$|NO FIXED ABODE|NO FIXED ADDRESS`)
)

// CheckAddress says what keeps an address from being posted, each problem once;
// none means that it can be. Blank lines and a last line that only says
// which part of the United Kingdom it is in do not count.
func CheckAddress(lines []string) []Problem {
	lines = addressLines(lines)
	if len(lines) == 0 {
		return []Problem{AddressIsEmpty}
	}
	var found []Problem
	add := func(wrong bool, p Problem) {
		if wrong {
			found = append(found, p)
		}
	}
	add(len(lines) < minAddressLines, NotEnoughAddressLines)
	add(len(lines) > maxAddressLines, TooManyAddressLines)
	add(anyLine(lines, tooLong), AddressLineTooLong)
	add(anyLine(lines, badStart), InvalidCharInAddress)
	add(anyLine(lines[:min(2, len(lines))], wordless), InvalidAddressLine1Or2)
	add(anyLine(lines, homeless), NoFixedAbodeAddress)
	if anyLine(lines, isBFPO) {
		add(anyLine(lines, func(l string) bool { return isCountry(l) || isUK(l) }), HasCountryForBFPOAddress)
		return found
	}
	last := lines[len(lines)-1]
	switch {
	case postcode.MatchString(last):
	case isCountry(last):
		add(true, CantSendInternationalLetter)
	default:
		add(true, NotARealUKPostcode)
	}
	return found
}

// addressLines is the address as it is printed: trimmed, without blank lines,
// the postcode in capitals with its space, a BFPO number last.
func addressLines(lines []string) []string {
	var out, last []string
	for _, line := range lines {
		line = strings.Join(strings.Fields(line), " ")
		upper := strings.ToUpper(line)
		switch {
		case line == "":
		case bfpo.MatchString(upper):
			last = append(last, bfpo.ReplaceAllString(upper, "BFPO $1"))
		case postcode.MatchString(upper):
			out = append(out, postcode.ReplaceAllString(upper, "$1 $2"))
		default:
			out = append(out, line)
		}
	}
	if n := len(out); n > 1 && len(last) == 0 && isUK(out[n-1]) {
		out = out[:n-1]
	}
	return append(out, last...)
}

func anyLine(lines []string, is func(string) bool) bool {
	for _, line := range lines {
		if is(line) {
			return true
		}
	}
	return false
}

func tooLong(line string) bool  { return utf8.RuneCountInString(line) > maxAddressRunes }
func badStart(line string) bool { return strings.ContainsAny(line[:1], "@()=[]\"\\/,<>~") }
func homeless(line string) bool { return noAbode.MatchString(strings.ToUpper(line)) }
func isBFPO(line string) bool   { return bfpo.MatchString(line) }

func wordless(line string) bool {
	return !strings.ContainsFunc(line, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

func isUK(line string) bool      { return kingdom[strings.ToLower(line)] }
func isCountry(line string) bool { return countries()[strings.ToLower(line)] }

// kingdom is what people write under the postcode of a home address.
var kingdom = map[string]bool{
	"uk": true, "u.k.": true, "united kingdom": true, "great britain": true, "gb": true,
	"england": true, "scotland": true, "wales": true, "northern ireland": true,
	"y deyrnas unedig": true, "prydain fawr": true, "lloegr": true, "yr alban": true,
	"cymru": true, "gogledd iwerddon": true,
}

// countries holds the names of every country but ours, English and Welsh, from
// the Unicode locale data. Jersey, Guernsey and the Isle of Man are written
// under a town and before a postcode, and their post is inland post.
var countries = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{"republic of ireland": true, "eire": true, "usa": true, "u.s.a.": true, "holland": true}
	inland := map[string]bool{"GB": true, "JE": true, "GG": true, "IM": true}
	for _, tongue := range []language.Tag{language.English, language.MustParse("cy")} {
		regions := display.Regions(tongue)
		for a := 'A'; a <= 'Z'; a++ {
			for b := 'A'; b <= 'Z'; b++ {
				region, err := language.ParseRegion(string([]rune{a, b}))
				if err != nil || !region.IsCountry() || inland[region.String()] {
					continue
				}
				names[strings.ToLower(regions.Name(region))] = true
			}
		}
	}
	return names
})
