package accounts

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

var mothersDay = services.Day{Y: 1944, M: 3, D: 5}

func (b bundle) code(t *testing.T, account, draft int64) Code {
	t.Helper()
	var c Code
	b.tx(t, func(tx pgx.Tx) (err error) {
		c, err = b.reg.NewCodeTx(t.Context(), tx, "continue", account, draft, 28, noon)
		return err
	})
	return c
}

func TestCodeOpensInAnySpelling(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	c := b.code(t, a.ID, 5)
	text := b.reg.CodeText(c.ID)
	if len(text) != 14 || strings.Trim(text, codeLetters+"-") != "" || text[4] != '-' || text[9] != '-' {
		t.Fatalf("code %q", text)
	}
	misread := strings.NewReplacer("Q", "0", "L", "1", "V", "u").Replace(text)
	for _, typed := range []string{text, strings.ToLower(text), strings.ReplaceAll(text, "-", ""), " " + strings.ReplaceAll(text, "-", " ") + ". ",
		strings.Join(strings.Split(text, ""), " "), strings.ReplaceAll(text, "-", "–"), misread} {
		got, err := b.reg.UseCode(t.Context(), typed, mothersDay, "192.0.2.1", noon)
		if err != nil || got.ID != c.ID || got.Account != a.ID || got.Draft != 5 || got.Purpose != "continue" || !got.Expires.Equal(c.Expires) {
			t.Errorf("%q: %+v, %v", typed, got, err)
		}
	}
	if n := b.count(t, `select count(*) from access_codes where used_at = $1`, noon); n != 1 {
		t.Error("first use is not marked")
	}
	if n := b.count(t, `select count(*) from access_codes c where c::text like '%' || $1 || '%' or encode(digest, 'escape') like '%' || $1 || '%'`, text[:4]); n != 0 {
		t.Error("the code stands in its row")
	}
}

func TestCodesDifferAndNeedTheSecret(t *testing.T) {
	t.Parallel()
	r, other := New(nil, []byte("one")), New(nil, []byte("two"))
	seen := map[string]bool{}
	for id := range int64(5000) {
		text := r.CodeText(id)
		if seen[text] || text == other.CodeText(id) {
			t.Fatalf("code %d comes twice", id)
		}
		seen[text] = true
	}
}

func TestEveryWrongCodeIsTheSameError(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	good, revoked, expired := b.code(t, a.ID, 5), b.code(t, a.ID, 6), b.code(t, a.ID, 7)
	noDate := b.create(t, Details{FullName: "No Date"})
	dead := b.create(t, margaret())
	ofNobody, ofNoDate, ofDead := b.code(t, 0, 8), b.code(t, noDate.ID, 9), b.code(t, dead.ID, 10)
	b.tx(t, func(tx pgx.Tx) error {
		return errors.Join(RevokeCodesTx(t.Context(), tx, 6), b.reg.RecordDeathTx(t.Context(), tx, agent, dead.ID, today))
	})
	text := b.reg.CodeText
	tests := []struct {
		name, typed string
		born        services.Day
		at          time.Time
	}{
		{"wrong date", text(good.ID), services.Day{Y: 1944, M: 3, D: 6}, noon},
		{"no date", text(good.ID), services.Day{}, noon},
		{"revoked", text(revoked.ID), mothersDay, noon},
		{"expired", text(expired.ID), mothersDay, noon.AddDate(0, 0, 29)},
		{"unknown", "2222-2222-2222", mothersDay, noon},
		{"half", "2222", mothersDay, noon},
		{"empty", "", mothersDay, noon},
		{"not a code", "'; drop table access_codes --", mothersDay, noon},
		{"nobody's draft, no way to ask", text(ofNobody.ID), mothersDay, noon},
		{"account without date of birth", text(ofNoDate.ID), services.Day{}, noon},
		{"dead", text(ofDead.ID), mothersDay, noon},
	}
	for i, tt := range tests {
		got, err := b.reg.UseCode(t.Context(), tt.typed, tt.born, fmt.Sprintf("192.0.2.%d", i), tt.at)
		if !errors.Is(err, ErrCode) || err.Error() != ErrCode.Error() {
			t.Errorf("%s: %+v, %v", tt.name, got, err)
		}
	}
	if n := b.count(t, `select count(*) from audit_log where verb = 'code.refused'`); n != len(tests) {
		t.Errorf("%d refusals recorded of %d", n, len(tests))
	}
	if _, err := b.reg.UseCode(t.Context(), text(good.ID), mothersDay, "192.0.2.99", noon.AddDate(0, 0, 28)); err != nil {
		t.Errorf("on its last day: %v", err)
	}
}

func TestCodeOfADraftWithoutAccount(t *testing.T) {
	b := setup(t)
	noDate := b.create(t, Details{FullName: "No Date"})
	b.reg.BornOf = func(_ context.Context, _ pgx.Tx, draft int64) (*services.Day, error) {
		if draft == 8 || draft == 9 {
			return &mothersDay, nil
		}
		return nil, nil
	}
	for _, c := range []Code{b.code(t, 0, 8), b.code(t, noDate.ID, 9)} {
		if got, err := b.reg.UseCode(t.Context(), b.reg.CodeText(c.ID), mothersDay, "192.0.2.1", noon); err != nil || got.Draft != c.Draft {
			t.Errorf("%+v: %+v, %v", c, got, err)
		}
		if _, err := b.reg.UseCode(t.Context(), b.reg.CodeText(c.ID), today, "192.0.2.1", noon); !errors.Is(err, ErrCode) {
			t.Errorf("%+v, another day: %v", c, err)
		}
	}
	unanswered := b.code(t, 0, 10)
	if _, err := b.reg.UseCode(t.Context(), b.reg.CodeText(unanswered.ID), services.Day{}, "192.0.2.1", noon); !errors.Is(err, ErrCode) {
		t.Errorf("a draft without a date of birth: %v", err)
	}
}

func TestCodesAreThrottled(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	c := b.code(t, a.ID, 5)
	text, wrong := b.reg.CodeText(c.ID), services.Day{Y: 1944, M: 3, D: 6}
	use := func(typed string, born services.Day, remote int, at time.Time) error {
		_, err := b.reg.UseCode(t.Context(), typed, born, fmt.Sprintf("192.0.2.%d", remote), at)
		return err
	}
	for i := range triesByCode {
		if err := use(text, wrong, i, noon); !errors.Is(err, ErrCode) {
			t.Fatal(err)
		}
	}
	if err := use(text, mothersDay, 50, noon); !errors.Is(err, ErrThrottled) {
		t.Errorf("by code: %v", err)
	}
	second, third := b.reg.CodeText(b.code(t, a.ID, 5).ID), b.reg.CodeText(b.code(t, a.ID, 6).ID)
	for i := range triesByAccount - triesByCode {
		if err := use(second, wrong, 60+i, noon); !errors.Is(err, ErrCode) {
			t.Fatal(err)
		}
	}
	if err := use(third, mothersDay, 70, noon); !errors.Is(err, ErrThrottled) {
		t.Errorf("by account: %v", err)
	}
	for i := range triesByRemote {
		if err := use(fmt.Sprintf("BBBB-BBBB-BB%c%c", codeLetters[i], codeLetters[i]), wrong, 80, noon); !errors.Is(err, ErrCode) {
			t.Fatal(err)
		}
	}
	if err := use(text, mothersDay, 80, noon.Add(14*time.Minute)); !errors.Is(err, ErrThrottled) {
		t.Errorf("by address: %v", err)
	}
	if err := use(text, mothersDay, 80, noon.Add(16*time.Minute)); err != nil {
		t.Errorf("later: %v", err)
	}
}

func TestGuessesAtOnceAreCounted(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	text := b.reg.CodeText(b.code(t, a.ID, 5).ID)
	var wg sync.WaitGroup
	var heard sync.Map
	for i := range 25 {
		wg.Go(func() {
			_, err := b.reg.UseCode(context.Background(), text, services.Day{Y: 1950, M: 1, D: i + 1}, fmt.Sprintf("192.0.2.%d", i), noon)
			if errors.Is(err, ErrCode) {
				heard.Store(i, true)
			} else if !errors.Is(err, ErrThrottled) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	n := 0
	heard.Range(func(any, any) bool { n++; return true })
	if n != triesByCode {
		t.Errorf("%d guesses were looked at, want %d", n, triesByCode)
	}
}

func TestCodeExpiresAtTheEndOfADay(t *testing.T) {
	b := setup(t)
	var c Code
	b.tx(t, func(tx pgx.Tx) (err error) {
		c, err = b.reg.NewCodeTx(t.Context(), tx, "see-case", 0, 5, 28, time.Date(2026, time.March, 20, 23, 30, 0, 0, time.UTC))
		return err
	})
	// 28 days over the change of the clocks: still the end of the day on the wall
	if want := time.Date(2026, time.April, 17, 23, 59, 59, 0, lang.London); !c.Expires.Equal(want) || c.Expires.Day() != 17 {
		t.Errorf("expires %v, want %v", c.Expires, want)
	}
}
