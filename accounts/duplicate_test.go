package accounts

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

func (b bundle) createBy(t testing.TB, door channels.Kind, d Details) Account {
	t.Helper()
	by := agent
	if by.Door = door; door == channels.Web || door == channels.SMS {
		by = audit.Actor{Role: audit.Citizen, Door: door}
	}
	a, problems, err := b.reg.Create(t.Context(), by, d)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	return a
}

// compared lets the program look at everything that is new.
func (b bundle) compared(t testing.TB) {
	t.Helper()
	if _, err := b.reg.Compare(t.Context(), time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, `select count(*) from comparisons`); n != 0 {
		t.Fatalf("%d are not compared", n)
	}
}

// became says what became of two accounts: joined, asked, or apart.
func (b bundle) became(t testing.TB, a, c Account) string {
	t.Helper()
	if b.whole(t, a.ID).ID == b.whole(t, c.ID).ID {
		return "joined"
	}
	if b.count(t, `select count(*) from duplicates where low = $1 and high = $2 and state = 'waiting'`, a.ID, c.ID) == 1 {
		return "asked"
	}
	return "apart"
}

// TestWhatBecomesOfPeopleAlike has somebody on record, and somebody like them come by each door.
func TestWhatBecomesOfPeopleAlike(t *testing.T) {
	change := func(f func(d *Details)) Details {
		d := margaret()
		d.NINO, d.Email = "", ""
		f(&d)
		return d
	}
	home := &services.PostAddress{Lines: []string{"Sunny Side Care Home", "1 Park Road"}, Postcode: "ZA4 4AB"}
	tests := []struct {
		name   string
		has    Details
		comes  Details
		online string // by web, text or paper
		desk   string // by phone or counter, where staff have seen who is like them
	}{
		{"the same person once more", margaret(), change(func(d *Details) {}), "joined", "asked"},
		{"twins", margaret(), change(func(d *Details) { d.FullName = "Marjorie Ellis" }), "asked", "asked"},
		{"twins with names alike", margaret(), change(func(d *Details) { d.FullName = "Margarita Ellis" }), "asked", "asked"},
		{"father and son of one name, address and phone", change(func(d *Details) { d.FullName = "Huw Price" }),
			change(func(d *Details) { d.FullName, d.DateOfBirth = "Huw Price", born(1970, 8, 21) }), "apart", "apart"},
		{"father and son, and the son's date of birth is not known", change(func(d *Details) { d.FullName = "Huw Price" }),
			change(func(d *Details) { d.FullName, d.DateOfBirth = "Huw Price", nil }), "asked", "asked"},
		{"two of a care home, which has one phone", change(func(d *Details) { d.FullName, d.Address = "Enid Probert", home }),
			change(func(d *Details) { d.FullName, d.DateOfBirth, d.Address = "Gwilym Vaughan", born(1936, 11, 2), home }), "apart", "apart"},
		{"cousins of one name", change(func(d *Details) {}), change(func(d *Details) {
			d.DateOfBirth, d.Mobile, d.Landline, d.Address = born(1951, 2, 17), "07700 900 555", "", at("ZA5 5AB")
		}), "apart", "apart"},
		{"day and month of birth swapped", margaret(), change(func(d *Details) { d.DateOfBirth = born(1944, 5, 3) }), "asked", "asked"},
		{"two NHS numbers", change(func(d *Details) { d.NHS = "999 000 0018" }), change(func(d *Details) { d.NHS = "999 000 0026" }), "not joined", "not joined"},
		{"two National Insurance numbers", margaret(), change(func(d *Details) { d.NINO = "QQ 12 34 57 A" }), "not joined", "not joined"},
	}
	for _, tt := range tests {
		for _, door := range []channels.Kind{channels.Web, channels.Phone, channels.Counter, channels.SMS, channels.Paper} {
			t.Run(fmt.Sprint(tt.name, " by ", door), func(t *testing.T) {
				b := setup(t)
				has := b.createBy(t, channels.Paper, tt.has)
				b.compared(t)
				comes := b.createBy(t, door, tt.comes)
				b.compared(t)
				want := tt.online
				if door == channels.Phone || door == channels.Counter {
					want = tt.desk
				}
				got := b.became(t, has, comes)
				if got != want && (want != "not joined" || got == "joined") {
					t.Errorf("%s, want %s", got, want)
				}
				if got == "joined" {
					b.undoesIt(t, has, comes)
				}
			})
		}
	}
}

// undoesIt has what the program joined stand in its list, and be undone like any other, for good.
func (b bundle) undoesIt(t *testing.T, has, comes Account) {
	t.Helper()
	found, err := b.reg.JoinedByProgram(t.Context(), agent, 10)
	if err != nil || len(found) != 1 || found[0].Kept != has.ID || found[0].Joined != comes.ID || found[0].Score < 0.9 || len(found[0].Terms) == 0 {
		t.Fatal(found, err)
	}
	b.part(t, found[0].ID)
	now := b.whole(t, comes.ID)
	if _, err := b.reg.Update(t.Context(), agent, comes.ID, now.Rev, Details{FullName: now.FullName, DateOfBirth: now.DateOfBirth, Address: now.Address, Mobile: now.Mobile}); err != nil {
		t.Fatal(err)
	}
	b.compared(t)
	if got := b.became(t, has, comes); got != "apart" {
		t.Errorf("parted by a person, and then %s", got)
	}
}

func TestNotTheSameIsForEver(t *testing.T) {
	b := setup(t)
	a, c := b.create(t, margaret()), b.create(t, Details{FullName: "Margaret Ellis", DateOfBirth: born(1944, 3, 5)})
	b.compared(t)
	pair := b.onlyPair(t)
	if problems, err := b.reg.Decide(t.Context(), agent, Decision{Pair: pair.ID}); err != nil || len(problems) != 2 {
		t.Errorf("nothing said: %v %v", problems, err)
	}
	decide := Decision{Pair: pair.ID, Is: NotSame, Why: "spoke to both"}
	if problems, err := b.reg.Decide(t.Context(), agent, decide); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if _, err := b.reg.Decide(t.Context(), agent, decide); !errors.Is(err, ErrStale) {
		t.Errorf("decided twice: %v", err)
	}
	// everything now agrees, and it is not asked again; nor for an account joined to one of them
	d := margaret()
	d.NINO, d.Email = "", ""
	if _, err := b.reg.Update(t.Context(), agent, c.ID, c.Rev, d); err != nil {
		t.Fatal(err)
	}
	third := b.create(t, Details{FullName: "Margaret Ellis", DateOfBirth: born(1944, 3, 5)})
	b.join(t, c, third)
	b.compared(t)
	if got := b.became(t, a, c); got != "apart" {
		t.Errorf("%s", got)
	}
	if _, n, err := b.reg.Waiting(t.Context(), agent, 10); err != nil || n != 0 {
		t.Errorf("%d wait: %v", n, err)
	}
}

func (b bundle) onlyPair(t *testing.T) Pair {
	t.Helper()
	pairs, n, err := b.reg.Waiting(t.Context(), leader, 10)
	if err != nil || len(pairs) != 1 || n != 1 {
		t.Fatal(pairs, n, err)
	}
	return pairs[0]
}

func TestWhatNobodyCanTellIsAskedAgainWhenMoreIsKnown(t *testing.T) {
	b := setup(t)
	a, c := b.create(t, margaret()), b.create(t, Details{FullName: "Margaret Ellis", DateOfBirth: born(1944, 3, 5)})
	b.compared(t)
	pair := b.onlyPair(t)
	if problems, err := b.reg.Decide(t.Context(), agent, Decision{Pair: pair.ID, Is: CannotTell, Why: "no answer"}); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	for _, id := range []int64{a.ID, c.ID} { // compared again, and nothing is new
		if _, err := b.db.Exec(t.Context(), `insert into comparisons values ($1)`, id); err != nil {
			t.Fatal(err)
		}
	}
	b.compared(t)
	if got := b.became(t, a, c); got != "apart" {
		t.Errorf("asked again though nothing is new: %s", got)
	}
	if _, err := b.reg.Update(t.Context(), agent, c.ID, c.Rev, Details{FullName: "Margaret Ellis", DateOfBirth: born(1944, 3, 5), Mobile: "07700 900 321"}); err != nil {
		t.Fatal(err)
	}
	b.compared(t)
	if got := b.became(t, a, c); got != "asked" {
		t.Errorf("more is known, and it is %s", got)
	}
}

func TestDecidedTheSame(t *testing.T) {
	b := setup(t)
	a, c := b.create(t, margaret()), b.create(t, Details{FullName: "Margaret Ellis", DateOfBirth: born(1944, 3, 5)})
	b.compared(t)
	pair := b.onlyPair(t)
	if problems, err := b.reg.Decide(t.Context(), agent, Decision{Pair: pair.ID, Is: Same, Keep: c.ID, Why: "rang her"}); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if got := b.whole(t, a.ID); got.ID != c.ID {
		t.Errorf("the head is %d, want the one that was chosen, %d", got.ID, c.ID)
	}
	joins, err := b.reg.Joins(t.Context(), agent, a.ID)
	if err != nil || len(joins) != 1 || joins[0].Why != "rang her" || joins[0].KeptName != "Margaret Ellis" || joins[0].UndoneAt != nil {
		t.Errorf("%+v %v", joins, err)
	}
}

// A restricted person's pairs are there only for who is cleared, and they are never joined by the program.
func TestPairsOfRestrictedPeople(t *testing.T) {
	b := withLeader(setup(t))
	a := b.createBy(t, channels.Paper, margaret())
	if err := b.reg.Restrict(t.Context(), leader, a.ID, true); err != nil {
		t.Fatal(err)
	}
	d := margaret()
	c := b.createBy(t, channels.Paper, d)
	b.compared(t)
	if got := b.became(t, a, c); got != "asked" {
		t.Fatalf("%s", got)
	}
	if pairs, n, err := b.reg.Waiting(t.Context(), agent, 10); err != nil || len(pairs) != 0 || n != 0 {
		t.Errorf("shown to who is not cleared: %v %d %v", pairs, n, err)
	}
	pair := b.onlyPair(t)
	if _, err := b.reg.Compared(t.Context(), agent, pair.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("opened by who is not cleared: %v", err)
	}
	if _, err := b.reg.Decide(t.Context(), agent, Decision{Pair: pair.ID, Is: NotSame, Why: "x"}); !errors.Is(err, ErrNotFound) {
		t.Errorf("decided by who is not cleared: %v", err)
	}
	if _, err := b.reg.Compared(t.Context(), leader, pair.ID); err != nil {
		t.Error(err)
	}
	if n := b.count(t, `select count(*) from audit_log where verb = 'account.compared' and actor_id = $1`, leader.ID); n != 2 {
		t.Errorf("%d looks recorded, want one of each", n)
	}
}
