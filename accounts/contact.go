package accounts

import (
	"regexp"
	"strings"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/services"
)

// readPhone reads a phone number in any spelling: "07700 900 123", "+44 (0)7700-900123", "00447700900123". United Kingdom
// numbers are those of services.E164, and are read without their 0 too. The result is E.164; ok is false for what cannot be a number.
func readPhone(typed string) (e164 string, ok bool) {
	typed = strings.TrimSpace(typed)
	if strings.ContainsFunc(typed, notInPhone) {
		return "", false
	}
	if e164, ok := services.E164(typed); ok {
		return e164, true
	}
	d := match.Digits(strings.ReplaceAll(typed, "(0)", ""))
	if !strings.HasPrefix(typed, "+") && !strings.HasPrefix(typed, "00") {
		return services.E164("0" + d)
	}
	d = strings.TrimPrefix(d, "00")
	abroad := !strings.HasPrefix(d, "44") && len(d) >= 7 && len(d) <= 15 && d[0] != '0' // E.164: at most 15; no country's are fewer than 7
	return "+" + d, abroad
}

func notInPhone(r rune) bool { return !strings.ContainsRune("0123456789+()-–. \u00a0/", r) }

// isMobile says whether a number can be texted: 07 but for 070 (personal numbers) and 076 (pagers, but 07624 of Man), or abroad.
func isMobile(e164 string) bool {
	n, uk := strings.CutPrefix(e164, "+44")
	if !uk {
		return true
	}
	if !strings.HasPrefix(n, "7") || strings.HasPrefix(n, "70") {
		return false
	}
	return !strings.HasPrefix(n, "76") || strings.HasPrefix(n, "7624")
}

// readPostcode reads a postcode as services.ParsePostcode does, and the two that stand for no place, which are against the grammar but
// in use. It does not check that the Post Office has it.
func readPostcode(typed string) (postcode string, ok bool) {
	switch strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(typed), " ", "")) {
	case "ZZ993VZ":
		return "ZZ99 3VZ", true
	case "ZZ993WZ":
		return "ZZ99 3WZ", true
	}
	return services.ParsePostcode(typed)
}

// nowhere are postcodes that stand for no place: no fixed abode and unknown. They never match anybody.
func nowhere(postcode string) bool {
	return postcode == "ZZ99 3VZ" || postcode == "ZZ99 3WZ" || strings.HasPrefix(postcode, "ZZ99")
}

// readNINO reads a National Insurance number in any spelling as "AB123456C", as services.ParseNINO does. The last letter may be
// missing in what is searched for, never in what is stored. demo lets the example prefix QQ pass, which is never given out.
func readNINO(typed string, demo bool) (nino string, ok bool) {
	s := strings.ToUpper(strings.Join(strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" -./\u00a0", r) }), ""))
	whole := s
	if len(whole) == 8 {
		whole += "A"
	}
	if rest, example := strings.CutPrefix(whole, "QQ"); example && demo {
		whole = "AA" + rest
	}
	_, ok = services.ParseNINO(whole)
	return s, ok
}

var emailForm = regexp.MustCompile(`^[^@\s,;<>()"]+@[^@\s,;<>()".]+(\.[^@\s,;<>()".]+)+$`)

// readEmail reads an email address in lower case.
func readEmail(typed string) (email string, ok bool) {
	s := strings.ToLower(strings.TrimSpace(typed))
	return s, len(s) <= 254 && emailForm.MatchString(s) // RFC 5321: 254 octets is the longest that can be sent to
}
