package cases

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
)

// What belongs to another agency does not exist, whichever verb asks.
func TestAnotherAgencySeesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	d := b.start(t, b.agent, a.ID)
	b.fill(t, b.agent, d.ID, walking())
	c := b.submitted(t, a.ID, walking())
	doc, err := b.office.AddDocument(t.Context(), b.agent, d.ID, "", "other", "photo.png", strings.NewReader(png))
	must(t, err)
	task := b.task(c)
	o := b.office
	for name, verb := range map[string]func(ctx context.Context, by audit.Actor) error{
		"Start": func(ctx context.Context, by audit.Actor) error {
			_, err := o.Start(ctx, by, StartInput{Agency: b.agency.ID, Service: "blue-badge"})
			return err
		},
		"Draft": func(ctx context.Context, by audit.Actor) error { _, err := o.Draft(ctx, by, d.ID); return err },
		"FindDraft": func(ctx context.Context, by audit.Actor) error {
			_, err := o.FindDraft(ctx, by, d.Reference)
			return err
		},
		"Answer": func(ctx context.Context, by audit.Actor) error {
			_, err := o.Answer(ctx, by, AnswerInput{Draft: d.ID, Question: "name", Input: value("Nobody"), Insist: true})
			return err
		},
		"SetLang":    func(ctx context.Context, by audit.Actor) error { return o.SetLang(ctx, by, d.ID, lang.Cy) },
		"SaveTyping": func(ctx context.Context, by audit.Actor) error { return o.SaveTyping(ctx, by, d.ID, "name", nil) },
		"Typing":     func(ctx context.Context, by audit.Actor) error { _, err := o.Typing(ctx, by, d.ID); return err },
		"Belongs":    func(ctx context.Context, by audit.Actor) error { return o.Belongs(ctx, by, d.ID, a.ID) },
		"Submit":     func(ctx context.Context, by audit.Actor) error { _, _, err := o.Submit(ctx, by, d.ID); return err },
		"TextLink":   func(ctx context.Context, by audit.Actor) error { return o.TextLink(ctx, by, d.ID) },
		"PostLetter": func(ctx context.Context, by audit.Actor) error { return o.PostLetter(ctx, by, d.ID) },
		"AddDocument": func(ctx context.Context, by audit.Actor) error {
			_, err := o.AddDocument(ctx, by, d.ID, "", "", "x.png", strings.NewReader(png))
			return err
		},
		"SeeDocument": func(ctx context.Context, by audit.Actor) error {
			_, err := o.SeeDocument(ctx, by, d.ID, "", "passport")
			return err
		},
		"Document": func(ctx context.Context, by audit.Actor) error { _, _, err := o.Document(ctx, by, doc.ID); return err },
		"Open":     func(ctx context.Context, by audit.Actor) error { _, err := o.Open(ctx, by, c.ID); return err },
		"OpenByReference": func(ctx context.Context, by audit.Actor) error {
			_, err := o.OpenByReference(ctx, by, c.Reference)
			return err
		},
		"Find":     func(ctx context.Context, by audit.Actor) error { _, err := o.Find(ctx, by, c.Reference); return err },
		"Take":     func(ctx context.Context, by audit.Actor) error { return o.Take(ctx, by, c.ID) },
		"TakeNext": func(ctx context.Context, by audit.Actor) error { _, err := o.TakeNext(ctx, by); return err },
		"HandBack": func(ctx context.Context, by audit.Actor) error { return o.HandBack(ctx, by, c.ID, "") },
		"Note":     func(ctx context.Context, by audit.Actor) error { return o.Note(ctx, by, d.ID, "Hello") },
		"NoteOn":   func(ctx context.Context, by audit.Actor) error { return o.NoteOn(ctx, by, d.ID, "name", "Hello") },
		"Beside":   func(ctx context.Context, by audit.Actor) error { _, err := o.Beside(ctx, by, d.ID); return err },
		"MarkRead": func(ctx context.Context, by audit.Actor) error { return o.MarkRead(ctx, by, d.ID, EverySection, d.Rev) },
		"Upgrade":  func(ctx context.Context, by audit.Actor) error { _, err := o.Upgrade(ctx, by, d.ID, d.Rev); return err },
		"AskEvidence": func(ctx context.Context, by audit.Actor) error {
			return o.AskEvidence(ctx, by, c.ID, c.Rev, "A letter")
		},
		"Move":     func(ctx context.Context, by audit.Actor) error { return o.Move(ctx, by, c.ID, c.Rev, Assessing, "") },
		"Decide":   func(ctx context.Context, by audit.Actor) error { _, err := o.Decide(ctx, by, refusal(c)); return err },
		"DoneTask": func(ctx context.Context, by audit.Actor) error { return o.DoneTask(ctx, by, task) },
	} {
		before := b.footprint()
		if err := verb(t.Context(), b.stranger); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s by another agency: %v, want ErrNotFound", name, err)
		}
		if after := b.footprint(); after != before {
			t.Errorf("%s by another agency wrote something: %v, before %v", name, after, before)
		}
	}
	for name, empty := range map[string]func() (int, error){
		"SearchDrafts": func() (int, error) {
			r, err := o.SearchDrafts(t.Context(), b.stranger, "Margaret Ellis 5/3/1944")
			return len(r), err
		},
		"by reference": func() (int, error) {
			r, err := o.SearchDrafts(t.Context(), b.stranger, d.Reference)
			return len(r), err
		},
		"Worklist":  func() (int, error) { r, _, err := o.Worklist(t.Context(), b.stranger, Filter{}); return len(r), err },
		"Tasks":     func() (int, error) { r, err := o.Tasks(t.Context(), b.stranger, false, 0); return len(r), err },
		"ByAccount": func() (int, error) { r, err := o.ByAccount(t.Context(), b.stranger, a.ID); return len(r), err },
	} {
		if n, err := empty(); n != 0 || err != nil {
			t.Errorf("%s shows another agency %d rows, %v", name, n, err)
		}
	}
}

// footprint counts everything a verb could have written.
func (b *bundle) footprint() (n [9]int) {
	b.Helper()
	for i, table := range []string{"drafts", "answers", "events", "typing", "notices", "documents", "decisions", "draft_notes", "read_backs"} {
		n[i] = b.count(b.T, `select count(*) from `+table)
	}
	return n
}

func (b *bundle) task(c Case) (id int64) {
	must(b.T, b.db.QueryRow(b.Context(), `
		insert into tasks (agency_id, case_id, kind, due) values ($1, $2, 'decide', '2026-12-01') returning id`, c.Agency, c.ID).Scan(&id))
	return id
}

func TestCitizensSeeTheirOwnOnly(t *testing.T) {
	t.Parallel()
	b := setup(t)
	mine, other := b.account(t, nil), b.account(t, func(d *accounts.Details) { d.FullName, d.DateOfBirth.Y = "Gareth Pryce", 1951 })
	d, nobodys := b.start(t, b.agent, mine.ID), b.start(t, b.agent, 0)
	me := audit.Actor{Role: audit.Citizen, ID: mine.ID, Door: channels.Web}
	them := audit.Actor{Role: audit.Citizen, ID: other.ID, Door: channels.Web}
	helper := audit.Actor{Role: audit.Helper, ID: other.ID, For: mine.ID, Door: channels.Web}
	if _, err := b.office.Draft(t.Context(), helper, d.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("somebody acts for me whom I never asked: %v", err)
	}
	b.mandate(mine.ID, other.ID, nil)
	for _, c := range []struct {
		by    audit.Actor
		draft int64
		want  error
	}{{me, d.ID, nil}, {helper, d.ID, nil}, {them, d.ID, ErrNotFound}, {me, nobodys.ID, ErrNotFound}, {audit.Actor{Role: audit.Citizen}, d.ID, nil},
		{audit.TheSystem, d.ID, nil}, {audit.Actor{Role: "visitor"}, d.ID, ErrNotFound}} {
		if _, err := b.office.Draft(t.Context(), c.by, c.draft); !errors.Is(err, c.want) {
			t.Errorf("%+v opens draft %d: %v, want %v", c.by, c.draft, err, c.want)
		}
	}
	if _, err := b.office.ByAccount(t.Context(), them, mine.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("somebody else's list: %v", err)
	}
	if err := b.office.Belongs(t.Context(), them, d.ID, other.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("a citizen claims somebody's draft: %v", err)
	}
	must(t, b.office.Belongs(t.Context(), me, nobodys.ID, mine.ID))
	if rows, err := b.office.ByAccount(t.Context(), me, mine.ID); err != nil || len(rows) != 2 {
		t.Errorf("my list: %v %v", rows, err)
	}
}

func TestOnlyStaffWorkCases(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	c := b.submitted(t, a.ID, walking())
	citizen := audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}
	for name, err := range map[string]error{
		"Decide":      func() error { _, err := b.office.Decide(t.Context(), citizen, award(c)); return err }(),
		"AskEvidence": b.office.AskEvidence(t.Context(), citizen, c.ID, c.Rev, "x"),
		"Take":        b.office.Take(t.Context(), citizen, c.ID),
		"Note":        b.office.Note(t.Context(), citizen, c.Draft, "x"),
		"NoteOn":      b.office.NoteOn(t.Context(), citizen, c.Draft, "name", "x"),
		"MarkRead":    b.office.MarkRead(t.Context(), citizen, c.Draft, EverySection, 1),
		"Beside":      func() error { _, err := b.office.Beside(t.Context(), citizen, c.Draft); return err }(),
		"Worklist":    func() error { _, _, err := b.office.Worklist(t.Context(), citizen, Filter{}); return err }(),
		"SeeDocument": func() error {
			_, err := b.office.SeeDocument(t.Context(), citizen, c.Draft, "", "passport")
			return err
		}(),
	} {
		if !errors.Is(err, ErrNotAllowed) {
			t.Errorf("%s by a citizen: %v, want ErrNotAllowed", name, err)
		}
	}
}

func TestRestrictedPeopleAreThereForTheClearedOnly(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	c := b.submitted(t, a.ID, walking())
	_, err := b.db.Exec(t.Context(), `update accounts set restricted = true where id = $1`, a.ID)
	must(t, err)
	b.task(c)
	b.register.Cleared = func(_ context.Context, _ pgx.Tx, by audit.Actor) (bool, error) { return by.ID == b.worker.ID, nil }
	for by, want := range map[audit.Actor]error{b.agent: ErrNotFound, b.worker: nil} {
		rows, _, err := b.office.Worklist(t.Context(), by, Filter{})
		if err != nil || (len(rows) == 1) != (want == nil) {
			t.Errorf("%d sees %d rows of the working list, %v", by.ID, len(rows), err)
		}
		tasks, err := b.office.Tasks(t.Context(), by, false, 0)
		if err != nil || (len(tasks) == 1) != (want == nil) {
			t.Errorf("%d sees %d tasks, %v", by.ID, len(tasks), err)
		}
		list, err := b.office.ByAccount(t.Context(), by, a.ID)
		if err != nil || (len(list) == 1) != (want == nil) {
			t.Errorf("%d sees %d rows of the account, %v", by.ID, len(list), err)
		}
		for name, err := range map[string]error{
			"Open":  func() error { _, err := b.office.Open(t.Context(), by, c.ID); return err }(),
			"Draft": func() error { _, err := b.office.Draft(t.Context(), by, c.Draft); return err }(),
			"Find":  func() error { _, err := b.office.Find(t.Context(), by, c.Reference); return err }(),
			"Note":  b.office.Note(t.Context(), by, c.Draft, "Hello"),
			"On":    b.office.NoteOn(t.Context(), by, c.Draft, "name", "Hello"),
			"Seen":  func() error { _, err := b.office.Beside(t.Context(), by, c.Draft); return err }(),
			"Next":  func() error { _, err := b.office.TakeNext(t.Context(), by); return err }(),
		} {
			if !errors.Is(err, want) {
				t.Errorf("%s by %d: %v, want %v", name, by.ID, err, want)
			}
		}
	}
	if _, err := b.office.Draft(t.Context(), audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}, c.Draft); err != nil {
		t.Errorf("the person themself: %v", err)
	}
}
