package services

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/lang"
)

var (
	numeral   = regexp.MustCompile(`^[+]?(-?[0-9]{1,18})$`)
	decimal   = regexp.MustCompile(`^[+]?(-?)([0-9]{0,12})[.]([0-9]{1,30})$`)
	thousands = regexp.MustCompile(`^-?[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]+)?$`)
	apart     = strings.NewReplacer(",", "", " ", "")
)

// number reads a number in digits, with thousands apart or not, with as many places as the question takes, or a small whole
// one in words. The question's own prefix and suffix may be written with it.
func (r *reading) number() (Value, Problems) {
	text := r.bare(oneLine(r.line()))
	if n, ok := numberWords[fold(text)]; ok {
		return Value{Text: strconv.Itoa(n)}, nil
	}
	if thousands.MatchString(text) {
		text = apart.Replace(text)
	}
	if m := numeral.FindStringSubmatch(text); m != nil {
		n, err := strconv.ParseInt(m[1], 10, 64)
		if err != nil {
			return Value{}, r.wrong(r.notANumber(), "")
		}
		return Value{Text: strconv.FormatInt(n, 10)}, nil
	}
	if r.q.Decimals > 0 {
		return r.decimal(text)
	}
	return Value{}, r.wrong("number-not-real", "")
}

func (r *reading) decimal(text string) (Value, Problems) {
	m := decimal.FindStringSubmatch(text)
	if m == nil {
		return Value{}, r.wrong("decimal-not-real", "")
	}
	places := strings.TrimRight(m[3], "0")
	if len(places) > r.q.Decimals {
		return Value{}, r.wrong("too-many-decimals", "", "max", r.q.Decimals)
	}
	whole := m[2]
	if whole == "" {
		whole = "0"
	}
	a, ok := readAmount(m[1] + whole + "." + (places + "0")[:max(len(places), 1)])
	if !ok {
		return Value{}, r.wrong("decimal-not-real", "")
	}
	return Value{Text: a.String()}, nil
}

func (r *reading) notANumber() string {
	if r.q.Decimals > 0 {
		return "decimal-not-real"
	}
	return "number-not-real"
}

// bare is a number without the question's own prefix and suffix, in whichever language they were written.
func (r *reading) bare(text string) string {
	for _, l := range lang.All {
		w := r.s.words[l].questions[r.q.key]
		if w == nil {
			continue
		}
		for _, one := range []Wording{w.own, w.them} {
			if n := len(one.Suffix); n > 0 && len(text) > n && strings.EqualFold(text[len(text)-n:], one.Suffix) {
				return strings.TrimSpace(text[:len(text)-n])
			}
			if n := len(one.Prefix); n > 0 && len(text) > n && strings.EqualFold(text[:n], one.Prefix) {
				return strings.TrimSpace(text[n:])
			}
		}
	}
	return text
}

// inRange holds a number or pounds against the least and the most.
func (r *reading) inRange(text string) Problems {
	var under, over bool
	if n, err := strconv.ParseInt(text, 10, 64); err == nil { // it may have more digits than an amount
		under, over = n < int64(r.q.Min), r.q.Max > 0 && n > int64(r.q.Max)
	} else if a, ok := readAmount(text); ok {
		under, over = a < Amount(r.q.Min)*amountOne, r.q.Max > 0 && a > Amount(r.q.Max)*amountOne
	} else {
		return r.wrong(r.notANumber(), "")
	}
	switch {
	case under:
		return r.wrong("number-too-small", "", "min", r.q.Min)
	case over:
		return r.wrong("number-too-big", "", "max", r.q.Max)
	}
	return nil
}

var (
	sum      = regexp.MustCompile(`^(-?)[£]?\s*(-?)([0-9]{1,12})(?:[.]([0-9]{1,2}))?$`)
	penceSum = regexp.MustCompile(`(?i)^([0-9]{1,4})\s*(?:p|pence|pennies|c|ceiniog)$`)
	pounds   = regexp.MustCompile(`(?i)\s*(?:pounds?|gbp|quid|punt|o bunnoedd|bunt)$`)
)

// money reads pounds, with pence or without: "£1,250.50", "1250", "12.5", "50p". Kept to the penny: '1250.00'.
func (r *reading) money() (Value, Problems) {
	text := r.bare(oneLine(r.line()))
	if nothingWords[fold(text)] {
		return Value{Text: "0.00"}, nil
	}
	if n, ok := numberWords[fold(pounds.ReplaceAllString(text, ""))]; ok {
		return Value{Text: fmt.Sprintf("%d.00", n)}, nil
	}
	if m := penceSum.FindStringSubmatch(text); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			return Value{}, r.wrong("amount-not-real", "")
		}
		return Value{Text: fmt.Sprintf("%d.%02d", n/100, n%100)}, nil
	}
	text = pounds.ReplaceAllString(text, "")
	if digits := strings.TrimSpace(strings.TrimPrefix(text, "£")); thousands.MatchString(digits) {
		text = apart.Replace(digits)
	}
	m := sum.FindStringSubmatch(strings.TrimSuffix(text, "."))
	if m == nil || m[1] != "" && m[2] != "" {
		return Value{}, r.wrong("amount-not-real", "")
	}
	whole := strings.TrimLeft(m[3], "0")
	if whole == "" {
		whole = "0"
	}
	pence := (m[4] + "00")[:2]
	if whole == "0" && pence == "00" {
		return Value{Text: "0.00"}, nil // "-0" too
	}
	return Value{Text: m[1] + m[2] + whole + "." + pence}, nil
}

// nothingWords are a sum of nothing.
var nothingWords = set("none", "nothing", "nil", "zero", "dim", "dim byd", "dim arian")
