package accounts

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/samedoor/samedoor/services"
)

// Who found a letter can wait: five dates every quarter of an hour, from a new address each time, would be all the likely ones before
// the code expires.
func TestACodeStandsOnlySoManyGuessesInItsLife(t *testing.T) {
	b := setup(t)
	c := b.code(t, b.create(t, margaret()).ID, 5)
	text, wrong, now := b.reg.CodeText(c.ID), 0, noon
	for i := range 200 {
		_, err := b.reg.UseCode(t.Context(), text, services.Day{Y: 1930, M: 1, D: 1 + i%28}, fmt.Sprintf("192.0.2.%d", i), now)
		if errors.Is(err, ErrCode) {
			wrong++
		} else if !errors.Is(err, ErrThrottled) {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
	}
	if wrong != triesInLife {
		t.Errorf("%d guesses were listened to, want %d", wrong, triesInLife)
	}
	if _, err := b.reg.UseCode(t.Context(), text, mothersDay, "192.0.2.250", now); !errors.Is(err, ErrThrottled) {
		t.Errorf("the right date after that: %v, want ErrThrottled", err)
	}
}

// Who has the right date after some wrong ones begins anew.
func TestTheRightDateForgetsWrongOnes(t *testing.T) {
	b := setup(t)
	text, now := b.reg.CodeText(b.code(t, b.create(t, margaret()).ID, 5).ID), noon
	for range 3 * triesInLife / 4 {
		for range 4 {
			if _, err := b.reg.UseCode(t.Context(), text, services.Day{Y: 1944, M: 3, D: 6}, "192.0.2.1", now); !errors.Is(err, ErrCode) {
				t.Fatal(err)
			}
		}
		if _, err := b.reg.UseCode(t.Context(), text, mothersDay, "192.0.2.1", now); err != nil {
			t.Fatal(err)
		}
		now = now.Add(20 * time.Minute)
	}
}
