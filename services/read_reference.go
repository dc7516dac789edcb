package services

import (
	"regexp"
	"strings"
)

// tenDigits finds ten digits in a sentence, grouped as people group them; a UTR may have three more before and a K after.
var tenDigits = regexp.MustCompile(`[0-9](?:[ .-]?[0-9]){9,12}`)

func (r *reading) digits() string {
	text := oneLine(r.line())
	if r.free() {
		if found := tenDigits.FindAllString(text, -1); len(found) == 1 {
			text = found[0]
		}
	}
	return strings.NewReplacer(" ", "", "-", "", ".", "", "/", "").Replace(text)
}

// nhsNumber reads ten digits of which the last checks the others: weights 10 to 2, 11 less the remainder of division by 11;
// 11 is nought, and a number that would need 10 was never given out. Source: NHS Data Dictionary.
func (r *reading) nhsNumber() (Value, Problems) {
	n, ok := ParseNHS(r.digits())
	if !ok {
		return Value{}, r.wrong("nhs-number-not-real", "")
	}
	return Value{Text: n}, nil
}

// ParseNHS is a whole NHS number as ten digits, whatever stands between. ok is false where its check digit is not right.
func ParseNHS(text string) (number string, ok bool) {
	number = strings.NewReplacer(" ", "", "-", "", ".", "", "/", "").Replace(text)
	return number, len(number) == 10 && isNumber(number) && nhsCheck(number)
}

func nhsCheck(n string) bool {
	sum := 0
	for i := range 9 {
		sum += int(n[i]-'0') * (10 - i)
	}
	check := (11 - sum%11) % 11
	return check < 10 && int(n[9]-'0') == check
}

// utrWeights go over the second to the tenth digit; the remainder of division by 11 is looked up in utrChecks for the first.
// Source: HMRC, Corporation Tax online technical specification.
var utrWeights = [...]int{6, 7, 8, 9, 10, 5, 4, 3, 2}

const utrChecks = "21987654321"

// utr reads a Unique Taxpayer Reference: ten digits, with a K after them on some letters, or thirteen of which the last ten count.
func (r *reading) utr() (Value, Problems) {
	n := strings.TrimRight(r.digits(), "Kk")
	if len(n) == 13 {
		n = n[3:]
	}
	if len(n) != 10 || !isNumber(n) || !utrCheck(n) {
		return Value{}, r.wrong("utr-not-real", "")
	}
	return Value{Text: n}, nil
}

func utrCheck(n string) bool {
	sum := 0
	for i, weight := range utrWeights {
		sum += int(n[i+1]-'0') * weight
	}
	return n[0] == utrChecks[sum%11]
}

// The registration marks that vehicles in the United Kingdom carry: since 2001, 1983 to 2001 (and Q), 1963 to 1983, those
// without a date either way round, those of Northern Ireland with I or Z, and diplomatic ones. Source: DVLA, INF104.
var marks = []*regexp.Regexp{
	regexp.MustCompile(`^[A-HJ-PR-Y][A-HJ-PR-Y][0-9]{2}[A-HJ-PR-Z]{3}$`),
	regexp.MustCompile(`^[A-HJ-NP-TV-YQ][0-9]{1,3}[A-HJ-PR-Z][A-HJ-PR-Y]{2}$`),
	regexp.MustCompile(`^[A-HJ-PR-Y][A-HJ-PR-Z]{2}[0-9]{1,3}[A-HJ-NPR-TV-Y]$`),
	regexp.MustCompile(`^(?:[A-HJ-PR-Y][0-9]{1,4}|[A-HJ-PR-Y]{2}[0-9]{1,4}|[A-HJ-PR-Y]{3}[0-9]{1,3})$`),
	regexp.MustCompile(`^(?:[0-9]{1,4}[A-HJ-PR-Y]|[0-9]{1,4}[A-HJ-PR-Y]{2}|[0-9]{1,3}[A-HJ-PR-Y]{3})$`),
	regexp.MustCompile(`^(?:[A-PR-Y]?[IZ][A-PR-Z]|[A-PR-Y][A-PR-Z]?[IZ])[0-9]{1,4}$`),
	regexp.MustCompile(`^[0-9]{1,4}(?:[A-PR-Y]?[IZ][A-PR-Z]|[A-PR-Y][A-PR-Z]?[IZ])$`),
	regexp.MustCompile(`^[0-9]{3}[DX][0-9]{3}$`),
}

// newMark is where letters and digits stand in a mark since 2001: there an O for a nought can be put right.
var newMark = regexp.MustCompile(`^[A-Z0]{2}[0-9OI]{2}[A-Z0]{3}$`)

// vehicle reads a registration mark and keeps it in capitals without a space: 'AB12CDE'.
func (r *reading) vehicle() (Value, Problems) {
	m := strings.ToUpper(strings.NewReplacer(" ", "", "-", "", ".", "").Replace(oneLine(r.line())))
	ways := []string{m}
	if newMark.MatchString(m) {
		ways = append(ways, letterAt(letterAt(m[:2], 0), 1)+digitAt(digitAt(m[2:4], 0), 1)+strings.ReplaceAll(m[4:], "0", "O"))
	}
	for _, way := range ways {
		for _, grammar := range marks {
			if grammar.MatchString(way) {
				return Value{Text: way}, nil
			}
		}
	}
	return Value{}, r.wrong("vehicle-not-real", "")
}
