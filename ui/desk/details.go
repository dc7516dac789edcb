package desk

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// detailsForm is a person as keyed, shown again as it was.
type detailsForm struct {
	visit
	typed    url.Values
	problems services.Problems
}

func (d detailsForm) get(name string) string { return d.typed.Get(name) }

// wrong is the sentence about one of accounts' questions, "" where it is right.
func (d detailsForm) wrong(question string) string {
	for _, p := range d.problems {
		if p.Question == question {
			return accounts.Sentence(d.lang, p)
		}
	}
	return ""
}

// detailAnchor is the id of the first field of one of accounts' questions.
func detailAnchor(question string) string {
	switch question {
	case "date-of-birth":
		return "f-day"
	case "address":
		return "f-line1"
	}
	return anchor(question)
}

// details reads a person out of the form. A date that is none is a problem here: accounts takes days.
func (d detailsForm) details() (accounts.Details, services.Problems) {
	out := accounts.Details{FullName: d.get("full-name"), Previous: d.get("previous-name"), Mobile: d.get("mobile"), Landline: d.get("landline"),
		Email: d.get("email"), NINO: d.get("nino"), NHS: d.get("nhs"),
		Address: &services.PostAddress{Postcode: d.get("postcode"), NoFixed: d.get("no-fixed") == "yes"}}
	for _, part := range []string{"line1", "line2", "town", "county"} {
		if line := strings.TrimSpace(d.get(part)); line != "" {
			out.Address.Lines = append(out.Address.Lines, line)
		}
	}
	born, ok := readDay(d.get("day"), d.get("month"), d.get("year"))
	out.DateOfBirth = born
	if !ok {
		return out, services.Problems{{Question: "date-of-birth", Code: "date-not-real"}}
	}
	return out, nil
}

// readDay reads three fields: nothing is no day, and what is not a real day is none either (ok false).
func readDay(day, month, year string) (*services.Day, bool) {
	if strings.TrimSpace(day+month+year) == "" {
		return nil, true
	}
	d, err1 := strconv.Atoi(strings.TrimSpace(day))
	m, err2 := strconv.Atoi(strings.TrimSpace(month))
	y, err3 := strconv.Atoi(strings.TrimSpace(year))
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if err1 != nil || err2 != nil || err3 != nil || y < 1000 || t.Day() != d || int(t.Month()) != m {
		return nil, false
	}
	return &services.Day{Y: y, M: time.Month(m), D: d}, true
}

// typedDetails is an account written back into the fields it is keyed in.
func typedDetails(a accounts.Details) url.Values {
	v := url.Values{}
	set := func(name, text string) {
		if text != "" {
			v.Set(name, text)
		}
	}
	set("full-name", a.FullName)
	set("previous-name", a.Previous)
	set("mobile", services.ShowPhone(a.Mobile))
	set("landline", services.ShowPhone(a.Landline))
	set("email", a.Email)
	set("nino", a.NINO)
	set("nhs", a.NHS)
	if d := a.DateOfBirth; d != nil {
		set("day", strconv.Itoa(d.D))
		set("month", strconv.Itoa(int(d.M)))
		set("year", strconv.Itoa(d.Y))
	}
	if a.Address != nil {
		if a.Address.NoFixed {
			set("no-fixed", "yes")
		}
		set("postcode", a.Address.Postcode)
		parts := [][]string{{}, {"line1"}, {"line1", "town"}, {"line1", "line2", "town"}, {"line1", "line2", "town", "county"}}
		n := min(len(a.Address.Lines), 4)
		for i := range n {
			set(parts[n][i], a.Address.Lines[i])
		}
		if len(a.Address.Lines) > 4 { // nothing of a long address is lost: the last field takes the rest
			set("county", strings.Join(a.Address.Lines[3:], ", "))
		}
	}
	return v
}

// recordDetails are an account's as the form takes them.
func recordDetails(a accounts.Account) accounts.Details {
	return accounts.Details{FullName: a.FullName, DateOfBirth: a.DateOfBirth, Address: a.Address, Mobile: a.Mobile, Landline: a.Landline,
		Email: a.Email, NINO: a.NINO, NHS: a.NHS}
}

var (
	postcodeTyped = regexp.MustCompile(`(?i)\b[a-z]{1,2}[0-9][a-z0-9]?\s?[0-9][a-z]{2}\b`)
	dateTyped     = regexp.MustCompile(`\b([0-9]{1,2})[ /.-]([0-9]{1,2})[ /.-]([0-9]{4})\b`)
	phoneTyped    = regexp.MustCompile(`(?:\+44|\b0)[0-9 ()-]{8,14}[0-9]\b`)
)

// fromLine makes the beginning of a new person out of what was searched for and not found.
func fromLine(line string) url.Values {
	v := url.Values{}
	line = dateTyped.ReplaceAllStringFunc(line, func(s string) string {
		m := dateTyped.FindStringSubmatch(s)
		v.Set("day", m[1])
		v.Set("month", m[2])
		v.Set("year", m[3])
		return " "
	})
	line = postcodeTyped.ReplaceAllStringFunc(line, func(s string) string { v.Set("postcode", strings.ToUpper(s)); return " " })
	line = phoneTyped.ReplaceAllStringFunc(line, func(s string) string {
		kind := "landline"
		if digits := strings.NewReplacer(" ", "", "+44", "0").Replace(s); strings.HasPrefix(digits, "07") {
			kind = "mobile"
		}
		v.Set(kind, s)
		return " "
	})
	var name []string
	for word := range strings.FieldsSeq(line) {
		if !strings.ContainsAny(word, "0123456789@/") {
			name = append(name, word)
		}
	}
	if len(name) > 0 {
		v.Set("full-name", strings.Join(name, " "))
	}
	return v
}

// fromDraft is the person an application tells of.
func fromDraft(d cases.Draft) url.Values {
	given, p := d.Values(), d.Service.Person
	return typedDetails(accounts.Details{FullName: given[p.Name].Text, Previous: given[p.BirthName].Text, DateOfBirth: given[p.DateOfBirth].Date,
		Address: given[p.Address].Address, Mobile: given[p.Mobile].Text, Landline: given[p.Phone].Text, Email: given[p.Email].Text, NINO: given[p.NINO].Text})
}

// needsFrom reads the needs out of the form; what is not one of the closed sets is refused by accounts.
func needsFrom(typed url.Values, rev int64) accounts.Needs {
	safe := func(name string) accounts.Safe {
		switch s := accounts.Safe(typed.Get(name)); s {
		case accounts.Yes, accounts.No:
			return s
		default:
			return accounts.Unasked
		}
	}
	return accounts.Needs{Written: lang.Parse(typed.Get("written")), Spoken: typed.Get("spoken"), Format: accounts.Format(typed.Get("format")),
		Relay: typed.Get("relay"), Interpreter: typed.Get("interpreter"), SafeCall: safe("safe-call"), SafeText: safe("safe-text"),
		SafeEmail: safe("safe-email"), SafeWrite: safe("safe-write"), MayAnnounce: typed.Get("quiet") != "yes",
		Rather: accounts.Door(typed.Get("rather")), CallBack: typed.Get("call-back") == "yes",
		Quiet:      accounts.QuietFrom(typed.Get("rest"), typed.Get("rest-from"), typed.Get("rest-until")),
		NoneNeeded: typed.Get("none-needed") == "yes", Note: clip(typed.Get("needs-note")), Rev: rev}
}

// typedNeeds are the needs written back into their fields.
func typedNeeds(n accounts.Needs) url.Values {
	v := url.Values{"written": {string(n.Written)}, "spoken": {n.Spoken}, "format": {string(n.Format)}, "relay": {n.Relay},
		"interpreter": {n.Interpreter}, "safe-call": {string(n.SafeCall)}, "safe-text": {string(n.SafeText)},
		"safe-email": {string(n.SafeEmail)}, "safe-write": {string(n.SafeWrite)}, "needs-note": {n.Note}}
	if !n.MayAnnounce {
		v.Set("quiet", "yes")
	}
	if n.NoneNeeded {
		v.Set("none-needed", "yes")
	}
	if n.CallBack {
		v.Set("call-back", "yes")
	}
	choice, from, until := accounts.QuietParts(n.Quiet)
	v.Set("rather", string(n.Rather))
	v.Set("rest", choice)
	v.Set("rest-from", from)
	v.Set("rest-until", until)
	return v
}

// merged is typed with what more says besides.
func merged(typed, more url.Values) url.Values {
	for name, values := range more {
		if _, there := typed[name]; !there {
			typed[name] = values
		}
	}
	return typed
}

// posted are the fields of a form.
func posted(r *http.Request) (url.Values, error) {
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	return r.PostForm, nil
}
