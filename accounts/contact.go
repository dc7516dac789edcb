package accounts

import (
	"regexp"
	"strings"
)

// readPhone reads a phone number in any spelling: "07700 900 123", "+44 (0)7700-900123", "00447700900123". United Kingdom
// numbers without their 0 are read too. The result is E.164; ok is false for what cannot be a number.
func readPhone(typed string) (e164 string, ok bool) {
	typed = strings.TrimSpace(typed)
	abroad := strings.HasPrefix(typed, "+") || strings.HasPrefix(typed, "00")
	if strings.ContainsFunc(typed, notInPhone) {
		return "", false
	}
	d := digits(strings.ReplaceAll(typed, "(0)", ""))
	d = strings.TrimPrefix(d, "00")
	switch {
	case abroad && strings.HasPrefix(d, "44"):
		return ukPhone(strings.TrimPrefix(d[2:], "0"))
	case abroad: // E.164 has at most 15 digits; no country's are fewer than 7
		return "+" + d, len(d) >= 7 && len(d) <= 15 && d[0] != '0'
	case strings.HasPrefix(d, "0"):
		return ukPhone(d[1:])
	case len(d) == 12 && strings.HasPrefix(d, "44"):
		return ukPhone(d[2:])
	}
	return ukPhone(d)
}

// ukPhone checks a national number without its 0. Ofcom: ten digits, or nine in some old areas; 1 2 3 55 56 7 8 9 begin ranges.
func ukPhone(national string) (string, bool) {
	n := len(national)
	if n != 10 && (n != 9 || national[0] != '1') || national == "" {
		return "", false
	}
	if national[0] == '5' && national[1] != '5' && national[1] != '6' {
		return "", false
	}
	return "+44" + national, strings.IndexByte("1235789", national[0]) >= 0
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

var postcodeForm = regexp.MustCompile(`^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})$`)

// readPostcode reads a postcode in any spelling as "ZA1 1AA". It checks the grammar, not whether the Post Office has it.
func readPostcode(typed string) (postcode string, ok bool) {
	s := strings.ToUpper(strings.Join(strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == '-' || r == '.' || r == '\u00a0' }), ""))
	if s == "ZZ993VZ" { // against the grammar, but in use for no fixed abode
		return "ZZ99 3VZ", true
	}
	m := postcodeForm.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	return m[1] + " " + m[2], true
}

// nowhere are postcodes that stand for no place: no fixed abode and unknown. They never match anybody.
func nowhere(postcode string) bool {
	return postcode == "ZZ99 3VZ" || postcode == "ZZ99 3WZ" || strings.HasPrefix(postcode, "ZZ99")
}

var ninoForm = regexp.MustCompile(`^[A-Z]{2}[0-9]{6}[A-D]?$`)

// readNINO reads a National Insurance number in any spelling as "AB123456C". The last letter may be missing in what is searched
// for, never in what is stored. demo lets the example prefix QQ pass, which is never given out.
func readNINO(typed string, demo bool) (nino string, ok bool) {
	s := strings.ToUpper(strings.Join(strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" -./\u00a0", r) }), ""))
	if !ninoForm.MatchString(s) {
		return "", false
	}
	if s[:2] == "QQ" {
		return s, demo
	}
	if strings.ContainsAny(s[:2], "DFIQUV") || s[1] == 'O' {
		return "", false
	}
	switch s[:2] {
	case "BG", "GB", "KN", "NK", "NT", "TN", "ZZ":
		return "", false
	}
	return s, true
}

var emailForm = regexp.MustCompile(`^[^@\s,;<>()"]+@[^@\s,;<>()".]+(\.[^@\s,;<>()".]+)+$`)

// readEmail reads an email address in lower case.
func readEmail(typed string) (email string, ok bool) {
	s := strings.ToLower(strings.TrimSpace(typed))
	return s, len(s) <= 254 && emailForm.MatchString(s) // RFC 5321: 254 octets is the longest that can be sent to
}
