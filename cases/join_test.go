package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/services"
)

// two are two accounts of one person, each with a case of its own.
func two(t *testing.T, b *bundle) (a, p accounts.Account, ofA, ofP Case) {
	t.Helper()
	b.register.Keepers = append(b.register.Keepers, b.office.Keeper())
	a = b.account(t, nil)
	p = b.account(t, func(d *accounts.Details) {
		d.FullName, d.DateOfBirth, d.Mobile, d.Address.Lines = "Peggy Ellis", nil, "07700 900456", []string{"7 Far Road", "Elsewhere"}
	})
	told := walking()
	told["name"] = value("Peggy Ellis")
	return a, p, b.submitted(t, a.ID, walking()), b.submitted(t, p.ID, told)
}

func (b *bundle) joined(t *testing.T, keep, other int64) int64 {
	t.Helper()
	id, problems, err := b.register.Join(t.Context(), b.worker, keep, other, accounts.Grounds{Why: "the same passport"})
	must(t, err)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return id
}

// of are the accounts that what there is of a draft is kept under, table by table.
func (b *bundle) of(t *testing.T, draft int64) string {
	t.Helper()
	var out string
	for _, table := range []string{"drafts where id", "cases where draft_id", "letters where draft_id", "notices where draft_id", "access_codes where draft_id"} {
		rows, err := b.db.Query(t.Context(), `select distinct account_id from `+table+` = $1 order by 1`, draft)
		must(t, err)
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		must(t, err)
		out += fmt.Sprint(ids)
	}
	return out
}

func TestAPersonOfTwoAccountsHasTheCasesOfBoth(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a, p, ofA, ofP := two(t, b)
	join := b.joined(t, a.ID, p.ID)
	for _, by := range []audit.Actor{b.agent, {Role: audit.Citizen, ID: a.ID, Door: channels.Web}} {
		rows, err := b.office.ByAccount(t.Context(), by, a.ID)
		must(t, err)
		if len(rows) != 2 || rows[0].Account != a.ID || rows[1].Account != a.ID || rows[0].Name != "Margaret Ellis" {
			t.Errorf("%s sees %v", by.Role, rows)
		}
		for _, c := range []Case{ofA, ofP} {
			if got, err := b.office.Find(t.Context(), by, c.Reference); err != nil || got.Account != a.ID {
				t.Errorf("%s: case %d is of account %d: %v", by.Role, c.ID, got.Account, err)
			}
			if _, err := b.office.Draft(t.Context(), by, c.Draft); err != nil {
				t.Errorf("%s: %v", by.Role, err)
			}
		}
	}
	if rows, err := b.office.ByAccount(t.Context(), b.agent, p.ID); err != nil || len(rows) != 2 {
		t.Errorf("by the other account: %v %v", rows, err)
	}
	list, _, err := b.office.Worklist(t.Context(), b.worker, Filter{})
	must(t, err)
	for _, row := range list {
		if row.AccountName != "Margaret Ellis" || row.Account != a.ID {
			t.Errorf("on the list: %d %q", row.Account, row.AccountName)
		}
	}
	if _, _, err := b.office.Part(t.Context(), b.worker, join, "two cousins"); err != nil {
		t.Fatal(err)
	}
	citizen := audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}
	if _, err := b.office.Draft(t.Context(), citizen, ofP.Draft); !errors.Is(err, ErrNotFound) {
		t.Errorf("parted, the one still reads the other's: %v", err)
	}
}

// What comes of a case while its person has two accounts stays with the account it was, so that parting them moves nothing.
func TestWhatComesOfACaseStaysWithItsAccount(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a, p, _, ofP := two(t, b)
	join := b.joined(t, a.ID, p.ID)
	must(t, b.office.Take(t.Context(), b.worker, ofP.ID))
	must(t, b.office.AskEvidence(t.Context(), b.worker, ofP.ID, 0, "A letter from the doctor"))
	post, err := b.post.ByAccount(t.Context(), p.ID, 50)
	must(t, err)
	if !slices.ContainsFunc(post, func(l letters.Letter) bool { return l.Kind == "evidence" && l.Address[1] == "1 High Street" }) {
		t.Errorf("the letter is not to where the head lives: %v", post)
	}
	parted, problems, err := b.office.Part(t.Context(), b.worker, join, "two cousins")
	if err != nil || len(problems) > 0 || parted.Left != 0 {
		t.Fatalf("%+v %v %v", parted, problems, err)
	}
	if got, want := b.of(t, ofP.Draft), fmt.Sprintf("[%d][%d][%d][%d][%d]", p.ID, p.ID, p.ID, p.ID, p.ID); got != want {
		t.Errorf("kept under %s, want %s", got, want)
	}
}

func TestWhatIsBegunTogetherIsDecidedOn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a, p, _, _ := two(t, b)
	join := b.joined(t, a.ID, p.ID)
	c := b.sent(t, p.ID, walking())
	if c.Account != a.ID {
		t.Fatalf("begun for account %d, want the head %d", c.Account, a.ID)
	}
	parted, _, err := b.office.Part(t.Context(), b.worker, join, "two cousins")
	must(t, err)
	if parted.Left != 1 {
		t.Fatalf("%+v", parted)
	}
	tasks, err := b.office.Tasks(t.Context(), b.worker, false, 0)
	must(t, err)
	if !slices.ContainsFunc(tasks, func(x Task) bool { return x.Kind == "place-after-parting" && x.Account == a.ID }) {
		t.Errorf("nobody is asked: %v", tasks)
	}
	came, err := b.register.Placings(t.Context(), b.worker, join)
	must(t, err)
	if len(came) != 1 || came[0].Kind != "draft" || came[0].Facts["reference"] != ShowReference(c.Reference) {
		t.Fatalf("%+v", came)
	}
	if left, err := b.office.Place(t.Context(), b.worker, came[0], true); err != nil || left != 0 {
		t.Fatal(left, err)
	}
	if got, want := b.of(t, c.Draft), fmt.Sprintf("[%d][%d][][%d][]", p.ID, p.ID, p.ID); got != want {
		t.Errorf("kept under %s, want %s", got, want)
	}
	if n := b.count(t, `select count(*) from tasks where kind = 'place-after-parting' and done_at is null`); n != 0 {
		t.Errorf("%d tasks are still open", n)
	}
}

func TestADeathStopsEverythingOfThePerson(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a, p, _, ofP := two(t, b)
	b.joined(t, a.ID, p.ID)
	must(t, b.office.RecordDeath(t.Context(), b.worker, a.ID, services.Day{Y: 2026, M: 11, D: 1}))
	if n := b.count(t, `select count(*) from notices where draft_id = $1 and cancelled_at is null`, ofP.Draft); n != 0 {
		t.Errorf("%d texts to the other account are still on their way", n)
	}
	if n := b.count(t, `select count(*) from tasks where case_id = $1 and kind = 'close-after-death'`, ofP.ID); n != 1 {
		t.Errorf("%d tasks to close the other account's case", n)
	}
	_, err := b.db.Exec(context.Background(), `insert into notices (account_id, kind, phone, lang) values ($1, 'submitted', '+447700900456', 'en')`, p.ID)
	if err == nil {
		t.Error("the database lets a text to somebody who died be queued under another of their accounts")
	}
}
