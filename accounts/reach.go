package accounts

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/lang"
)

// ReachTx says how an account's person is told something, and keeps what that rests on as it is until the caller's transaction ends.
func (r *Register) ReachTx(ctx context.Context, tx pgx.Tx, account int64, p Purpose, now time.Time) (Way, error) {
	h, err := r.HoldTx(ctx, tx, account)
	if err != nil {
		return Way{}, fmt.Errorf("reach account %d: %w", account, err)
	}
	return h.Reach(p, now), nil
}

// Reach decides how somebody is told something: the one gate everything passes that leaves. Where no door is left that goes by itself,
// the way names the task a person gets, so that nobody is met with silence.
func (h Held) Reach(p Purpose, now time.Time) Way {
	w := Way{account: h.filed, reader: h.filed, name: h.to.FullName, format: h.to.Needs.Format, lang: h.Tongue(p.Lang), atOnce: p.AtOnce, named: h.to.Needs.MayAnnounce,
		needs: h.to.Needs, from: now}
	if h.instead != 0 {
		w.reader = h.instead
	}
	if h.DiedOn != nil || h.to.DiedOn != nil {
		w.why = HasDied
		return w
	}
	for _, door := range h.order(p) {
		why := h.may(door, p)
		switch {
		case why == ReachOK:
			return h.by(w, door, p, now)
		case why == CannotMake:
			w.door, w.why = ByHand, why
			return w
		case w.why == ReachOK || door == Letter: // why no letter goes says most: nothing else is needed for one than an address
			w.why = why
		}
	}
	return w
}

// by fills in what the door needs.
func (h Held) by(w Way, door Door, p Purpose, now time.Time) Way {
	w.door, w.why = door, ReachOK
	switch door {
	case Text:
		if w.phone = h.to.Mobile; p.Phone != "" {
			w.phone = p.Phone
		}
		if !p.AtOnce {
			w.from = h.rest.end(now)
		}
	case Letter:
		if w.address = p.Address; len(p.Address) == 0 {
			w.address = envelope(h.to)
		}
	case NoDoor, ByHand, Call:
	}
	return w
}

// order are the doors to try, the best first. Paper is asked for by a need of large print; who needs braille, audio or easy read is texted
// where possible, for a phone can read a text aloud. What they would rather have comes first.
func (h Held) order(p Purpose) []Door {
	if p.Only != NoDoor {
		return []Door{p.Only}
	}
	order := []Door{Text, Letter}
	if h.to.Needs.Format == LargePrint {
		order = []Door{Letter, Text}
	}
	rather := h.to.Needs.Rather
	if p.Rather != NoDoor {
		rather = p.Rather
	}
	if rather == NoDoor {
		return order
	}
	first := []Door{rather}
	for _, d := range order {
		if d != rather {
			first = append(first, d)
		}
	}
	return first
}

// may says what stands against a door.
func (h Held) may(door Door, p Purpose) Refusal {
	a := h.to
	switch door {
	case Text:
		switch {
		case a.Needs.SafeText == No:
			return NotSafe
		case p.Phone != "":
			return ReachOK // a former number: who sends looks once more whether it was stopped
		case a.Mobile == "":
			return NoMobile
		case h.stopped:
			return HasStopped
		}
		return ReachOK
	case Letter:
		switch {
		case a.Needs.SafeWrite == No:
			return NotSafe
		case len(p.Address) == 0 && (a.Address == nil || len(a.Address.Lines) == 0): // no fixed address, and nobody to send it care of
			return NoAddress
		case a.Needs.Format != Standard && a.Needs.Format != LargePrint:
			return CannotMake
		}
		return ReachOK
	case Call:
		switch {
		case a.Needs.SafeCall == No:
			return NotSafe
		case a.Mobile == "" && a.Landline == "":
			return NoPhone
		}
		return ReachOK
	case NoDoor, ByHand:
	}
	return NotSafe
}

// Tongue is the language to write in: Welsh where they chose it for themselves or for what this is about.
func (h Held) Tongue(of lang.Lang) lang.Lang {
	if of == lang.Cy || h.to.Needs.Written == lang.Cy {
		return lang.Cy
	}
	return lang.En
}
