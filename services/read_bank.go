package services

import (
	"regexp"
	"strings"
	"unicode"
)

// What an account is made of: GOV.UK Design System, "Bank details". Six and seven digits are made eight by noughts before them,
// as the banks do themselves.
var (
	sortCode    = regexp.MustCompile(`^[0-9]{6}$`)
	accountNo   = regexp.MustCompile(`^[0-9]{6,8}$`)
	rollNumber  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ./-]{0,17}$`)
	withoutGaps = strings.NewReplacer(" ", "", "-", "", "–", "", ".", "")
)

// bank reads an account in parts, or as it is written in a message: "M Ellis 30-94-30 00733445".
func (r *reading) bank() (Value, Problems) {
	holder, sort, account, roll := r.in.Get("holder"), r.in.Get("sort"), r.in.Get("account"), r.in.Get("roll")
	if whole := r.line(); r.free() || holder+sort+account+roll == "" {
		holder, sort, account, roll = writtenAccount(oneLine(whole))
	}
	holder, sort, account, roll = oneLine(holder), withoutGaps.Replace(sort), withoutGaps.Replace(account), oneLine(roll)
	var wrong Problems
	check := func(part, value, code string, ok bool) {
		switch {
		case value == "":
			wrong = append(wrong, r.wrong("bank-incomplete", part)...)
		case !ok:
			wrong = append(wrong, r.wrong(code, part)...)
		}
	}
	check("holder", holder, "bank-incomplete", strings.ContainsFunc(holder, unicode.IsLetter))
	check("sort", sort, "sort-code-not-real", sortCode.MatchString(sort))
	check("account", account, "account-not-real", accountNo.MatchString(account))
	if roll != "" {
		check("roll", roll, "roll-not-real", rollNumber.MatchString(roll))
	}
	if over := r.lengthOf(holder, "holder", maxName); len(over) > 0 {
		wrong = append(wrong, over...)
	}
	if len(wrong) > 0 {
		return Value{}, wrong
	}
	account = strings.Repeat("0", 8-len(account)) + account
	return Value{Bank: &BankDetails{Holder: holder, SortCode: sort, Account: account, Roll: roll}}, nil
}

var (
	writtenSort    = regexp.MustCompile(`(?:^|[^0-9])([0-9]{2}[ –-][0-9]{2}[ –-][0-9]{2})(?:[^0-9]|$)`)
	closeSort      = regexp.MustCompile(`(?:^|[^0-9])([0-9]{6})(?:[^0-9]|$)`)
	writtenAcct    = regexp.MustCompile(`[0-9](?:[ -]?[0-9]){5,7}`)
	writtenRoll    = regexp.MustCompile(`(?i)[,;]?\s*\b(?:building society )?(?:roll|rhif r[oô]l|r[oô]l)\b(?: (?:number|no|num))?[ .:#]*([a-z0-9][a-z0-9./-]*)`)
	accountLabels  = regexp.MustCompile(`(?i)\b(?:sort code|account (?:number|no|name|holder)|acc(?:ount)? ?(?:no|number)?|a/c|name|number|sort|cod didoli|rhif (?:y |eich )?cyfrif|enw|cyfrif)\b[ .:#]*`)
	holderEdge     = " ,;:.-–"
	manySeparators = regexp.MustCompile(`\s*[,;]\s*[,;\s]*`)
)

// writtenAccount finds the parts of an account in a message. The sort code is the one written in pairs, else the first six
// digits; the account number the digits that are left; the holder what is left then.
func writtenAccount(text string) (holder, sort, account, roll string) {
	cut := func(re *regexp.Regexp) string {
		at := re.FindStringSubmatchIndex(text)
		if at == nil {
			return ""
		}
		from, to := at[0], at[1]
		if len(at) > 2 {
			from, to = at[2], at[3]
		}
		found := text[from:to]
		if re == writtenRoll {
			from, to = at[0], at[1]
		}
		text = text[:from] + " , " + text[to:]
		return found
	}
	roll = cut(writtenRoll)
	if sort = cut(writtenSort); sort == "" {
		sort = cut(closeSort)
	}
	account = cut(writtenAcct)
	text = accountLabels.ReplaceAllString(text, " ")
	holder = strings.Trim(oneLine(manySeparators.ReplaceAllString(text, ", ")), holderEdge)
	return holder, sort, account, roll
}
