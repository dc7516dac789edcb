package account

import (
	"context"
	"strings"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
)

// record is everything held on a person, in sections of rows: what a computer reads as JSON, a spreadsheet as CSV and a person as a PDF is
// the same.
type record struct {
	Made     time.Time `json:"made"`
	Name     string    `json:"name"`
	Sections []section `json:"sections"`
}

// section is one table; Columns are stable names, not words.
type section struct {
	Name    string     `json:"name"` // lang "page.copy.sections.<name>"
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
}

// mostCopied bounds each section. Nobody has as many of anything: it keeps one record from filling a machine's memory.
const mostCopied = 20_000

// recordOf gathers everything. Services are named, answers shown and moments told in a language.
func (p *Pages) recordOf(ctx context.Context, l lang.Lang, by audit.Actor, a accounts.Account, now time.Time) (record, error) {
	rec := record{Made: now, Name: a.FullName, Sections: []section{aboutThem(l, a), theirNeeds(l, a.Needs)}}
	for _, gather := range []func(context.Context, lang.Lang, audit.Actor) ([]section, error){p.copyCases, p.copySent, p.copySaid, p.copyLooks} {
		found, err := gather(ctx, l, by)
		if err != nil {
			return record{}, err
		}
		rec.Sections = append(rec.Sections, found...)
	}
	return rec, nil
}

func aboutThem(l lang.Lang, a accounts.Account) section {
	s := section{Name: "account", Columns: []string{"what", "value"}}
	add := func(what, value string) {
		if value != "" {
			s.Rows = append(s.Rows, []string{what, value})
		}
	}
	add("name", a.FullName)
	for _, n := range a.Previous {
		add("previous_name", n)
	}
	if a.DateOfBirth != nil {
		add("date_of_birth", a.DateOfBirth.Time().Format(time.DateOnly))
	}
	if a.Address != nil {
		for _, line := range a.Address.Lines {
			add("address", line)
		}
		add("postcode", a.Address.Postcode)
	}
	add("mobile", a.Mobile)
	add("landline", a.Landline)
	add("email", a.Email)
	for _, more := range a.More {
		add(more.Kind, more.Value)
	}
	add("national_insurance_number", a.NINO)
	add("nhs_number", a.NHS)
	return s
}

func theirNeeds(l lang.Lang, n accounts.Needs) section {
	s := section{Name: "needs", Columns: []string{"what", "value"}}
	for _, row := range needRows(frame{Lang: l}, n) {
		s.Rows = append(s.Rows, []string{row.Key.Text, row.Value.Text})
	}
	if n.Note != "" {
		s.Rows = append(s.Rows, []string{"note", n.Note})
	}
	return s
}

func (p *Pages) copyCases(ctx context.Context, l lang.Lang, by audit.Actor) ([]section, error) {
	rows, err := p.Office.ByAccount(ctx, by, by.ID)
	if err != nil {
		return nil, err
	}
	list := section{Name: "applications", Columns: []string{"reference", "service", "agency", "state", "last_changed"}}
	answers := section{Name: "answers", Columns: []string{"reference", "question", "answer", "door", "when"}}
	for _, row := range rows {
		agency, err := p.Staff.Agency(ctx, row.Agency)
		if err != nil {
			return nil, err
		}
		state := row.State
		if row.Case != 0 {
			state = "case_" + string(row.CaseState)
		}
		list.Rows = append(list.Rows, []string{cases.ShowReference(row.Reference), serviceName(l, row), agency.Name(l), lang.T(l, "account.states."+state), stamp(row.TouchedAt)})
		if row.Unread {
			answers.Rows = append(answers.Rows, []string{cases.ShowReference(row.Reference), "", lang.T(l, "page.home.unread"), "", ""})
			continue
		}
		d, err := p.Office.Draft(ctx, by, row.ID)
		if err != nil {
			return nil, err
		}
		answers.Rows = append(answers.Rows, answersOf(l, d)...)
	}
	events, err := p.copyEvents(ctx, l, by, rows)
	return []section{list, answers, events}, err
}

func answersOf(l lang.Lang, d cases.Draft) (rows [][]string) {
	given := d.Values()
	for _, step := range d.Service.Steps {
		q := step.Question
		if q == nil {
			continue
		}
		if a, ok := d.Answers[q.ID]; ok {
			rows = append(rows, []string{cases.ShowReference(d.Reference), d.Service.Words(l, q, given).Label,
				strings.Join(d.Service.Show(l, q, a.Value, given), ", "), string(a.Door), stamp(a.At)})
		}
	}
	return rows
}

func (p *Pages) copyEvents(ctx context.Context, l lang.Lang, by audit.Actor, rows []cases.DraftRow) (section, error) {
	refs := map[int64]string{}
	for _, r := range rows {
		refs[r.ID] = cases.ShowReference(r.Reference)
	}
	s := section{Name: "events", Columns: []string{"when", "reference", "what", "door"}}
	found, err := p.Office.PersonEvents(ctx, by, by.ID, happened, forever, mostCopied)
	for _, e := range found {
		what, _ := e.Data["what"].(string)
		s.Rows = append(s.Rows, []string{stamp(e.At), refs[e.Draft], lang.T(l, "page.history.happened."+e.Kind, "what", what), string(e.Door)})
	}
	return s, err
}

// forever is later than anything.
var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

func stamp(t time.Time) string { return t.In(lang.London).Format("2006-01-02 15:04") }

// copySent are letters with their text, and texts.
func (p *Pages) copySent(ctx context.Context, l lang.Lang, by audit.Actor) ([]section, error) {
	sent := section{Name: "letters", Columns: []string{"when", "kind", "state", "text"}}
	found, err := p.Post.OfPerson(ctx, by.ID, forever, mostCopied)
	if err != nil {
		return nil, err
	}
	for _, x := range found {
		text, err := p.Post.Text(ctx, x.ID)
		if err != nil {
			return nil, err
		}
		sent.Rows = append(sent.Rows, []string{stamp(x.At()), lang.T(l, "apply.letters."+x.Kind), lang.T(l, "apply.letter_states."+string(x.State)), text})
	}
	texts := section{Name: "texts", Columns: []string{"when", "direction", "phone", "text", "state"}}
	all, err := p.Texts.ByAccount(ctx, by.ID, forever, mostCopied)
	for _, m := range all {
		way := "out"
		if m.In {
			way = "in"
		}
		texts.Rows = append(texts.Rows, []string{stamp(m.At), way, m.Phone, m.Body, m.State})
	}
	return []section{sent, texts}, err
}

// copySaid are conversations, messages and what they agreed to.
func (p *Pages) copySaid(ctx context.Context, l lang.Lang, by audit.Actor) ([]section, error) {
	o := own{frame: frame{Lang: l}}
	calls := section{Name: "contacts", Columns: []string{"when", "what", "agency"}}
	found, err := p.contactMoments(ctx, o, by, nil, forever, mostCopied)
	if err != nil {
		return nil, err
	}
	for _, m := range found {
		calls.Rows = append(calls.Rows, []string{stamp(m.at), m.What, m.State})
	}
	wrote := section{Name: "messages", Columns: []string{"when", "agency", "message", "answer"}}
	all, err := p.Office.Messages(ctx, by, by.ID, forever, mostCopied)
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		name, err := p.agencyName(ctx, l, m.Agency)
		if err != nil {
			return nil, err
		}
		wrote.Rows = append(wrote.Rows, []string{stamp(m.At), name, m.Text, m.Answer})
	}
	agreed := section{Name: "consents", Columns: []string{"when", "agency", "what", "state", "door"}}
	said, err := p.Register.Consents(ctx, by, by.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range said {
		name, err := p.agencyName(ctx, l, c.Agency)
		if err != nil {
			return nil, err
		}
		agreed.Rows = append(agreed.Rows, []string{stamp(c.At), name, o.P("agencies.scopes." + string(c.Scope)), consentState(o, c, p.today()), c.Door})
	}
	return []section{calls, wrote, agreed}, nil
}

func (p *Pages) copyLooks(ctx context.Context, l lang.Lang, by audit.Actor) ([]section, error) {
	s := section{Name: "looks", Columns: []string{"when", "who_and_what", "door_and_reason"}}
	found, err := p.Register.Looks(ctx, by.ID, 0, mostCopied)
	if err != nil {
		return nil, err
	}
	lines, err := p.lookLines(ctx, l, found)
	for _, x := range lines {
		s.Rows = append(s.Rows, []string{x.When, x.What, x.State})
	}
	return []section{s}, err
}
