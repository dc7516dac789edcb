package accounts

import (
	"log/slog"
	"time"

	"github.com/samedoor/samedoor/lang"
)

// Door is a way out to a person.
type Door string

// The doors. Email is not among them: nothing is sent by email.
const (
	NoDoor Door = ""
	Text   Door = "text"
	Letter Door = "letter"
	ByHand Door = "by-hand" // a letter in a format no printer makes: a person makes it
	Call   Door = "call"    // a person rings
)

// Purpose is what somebody is to be told, as far as it decides the way.
type Purpose struct {
	Kind    string    // what it is
	Only    Door      // Text or Letter where nothing else does: a link that was asked for, a decision that must be had in writing
	Lang    lang.Lang // of what it is about; Welsh there is Welsh here
	Rather  Door      // how they would rather be told about this one thing; "" as their needs say
	AtOnce  bool      // they asked for it themselves just now: hours of rest do not hold it up
	Phone   string    // a number that was theirs until now, for a notice of the change; "" the one they have
	Address []string  // an address likewise, as it stands in the window
}

// Way is how somebody is told something. Only Reach makes one, and nothing leaves the building without one: the post room and the desk of
// texts take no address and no number but out of it. The zero Way leads nowhere.
type Way struct {
	door    Door
	why     Refusal
	account int64
	reader  int64
	name    string
	phone   string
	address []string
	format  Format
	lang    lang.Lang
	from    time.Time
	atOnce  bool
	named   bool
	back    bool
	needs   Needs
}

// Door is the door; NoDoor where there is none.
func (w Way) Door() Door { return w.door }

// Why is what stands against the doors that were not taken: with NoDoor why there is none, with ByHand CannotMake.
func (w Way) Why() Refusal { return w.why }

// Account is whose matter it is.
func (w Way) Account() int64 { return w.account }

// Reader is who gets it: the same account, or that of who gets this person's post in their place.
func (w Way) Reader() int64 { return w.reader }

// Instead says that somebody else gets it in the person's place.
func (w Way) Instead() bool { return w.reader != w.account }

// Name is the reader's.
func (w Way) Name() string { return w.name }

// Phone is the number of a text, E.164; "" by other doors.
func (w Way) Phone() string { return w.phone }

// Address are the lines in the window of a letter, name first and postcode last; nil by other doors.
func (w Way) Address() []string { return w.address }

// Format is how a letter must be made.
func (w Way) Format() Format { return w.format }

// Lang is the language to write in.
func (w Way) Lang() lang.Lang { return w.lang }

// Langs are the languages of a letter: who reads Welsh gets both, Welsh first, as the law on Welsh has it.
func (w Way) Langs() []lang.Lang {
	if w.lang == lang.Cy {
		return []lang.Lang{lang.Cy, lang.En}
	}
	return []lang.Lang{lang.En}
}

// From is when it may go out at the earliest.
func (w Way) From() time.Time { return w.from }

// AtOnce says that they asked for it themselves just now.
func (w Way) AtOnce() bool { return w.atOnce }

// Named says that a text may name us, and an envelope; else somebody beside the person must not learn who writes.
func (w Way) Named() bool { return w.named }

// Back says that this answers a message that just came from there.
func (w Way) Back() bool { return w.back }

// Needs are the reader's, for a person who rings or makes something by hand.
func (w Way) Needs() Needs { return w.needs }

// Task is the task a person gets where the door needs one, and what it says; "" where it does not.
func (w Way) Task(kind string) (task string, data map[string]any) {
	switch w.door {
	case ByHand:
		return "letter-by-hand", map[string]any{"kind": kind, "format": string(w.format), "lang": string(w.lang)}
	case Call:
		return "ring-person", map[string]any{"kind": kind, "relay": w.needs.Relay, "interpreter": w.needs.Interpreter, "spoken": w.needs.Spoken, "named": w.named}
	case NoDoor:
		return "unreachable", map[string]any{"kind": kind, "why": string(w.why)}
	case Text, Letter:
	}
	return "", nil
}

// LogValue leaves out where it leads.
func (w Way) LogValue() slog.Value {
	return slog.GroupValue(slog.String("door", string(w.door)), slog.String("why", string(w.why)))
}

// WayBack leads to a phone that just texted us: a conversation is answered where it is held, whoever holds it. It is the one way that no
// account's needs decide, and only the conversation by text may take it (internal/arrows). What is known of a person's safety still
// stands: see the sending of texts.
func WayBack(phone string) Way {
	return Way{door: Text, phone: phone, named: true, back: true}
}
