package services

import (
	"strings"
	"unicode/utf8"
)

// The bounds of kinds whose question sets none. Characters are counted as people do, not bytes.
const (
	maxText     = 255
	maxLongText = 5_000
	maxName     = 100
	maxOther    = 250
	maxFiles    = 15 // as many as the national Blue Badge form takes
	maxRows     = 30
	maxYears    = 130 // nobody was ever older
	maxAhead    = 100 // years into the future
	wordLength  = 12  // characters that a word may take on average, where words are counted and not characters
)

// Limit is the most that q takes: characters, files or rows.
func (q *Question) Limit() int {
	if q.Max > 0 {
		return q.Max
	}
	switch q.Kind {
	case LongText:
		return max(maxLongText, q.Words*wordLength)
	case Name, Signature:
		return maxName
	case Choice, Choices:
		return maxOther
	case File:
		return maxFiles
	case List:
		return maxRows
	default:
		return maxText
	}
}

// valid holds a value against the rules of its question as they stand today. What the value is was settled when it was
// read; options may have been withdrawn and days have passed since.
func (s *Service) valid(q *Question, v Value, offered []Option, today Day) Problems {
	r := &reading{s: s, q: q, today: today, offered: offered}
	if v.Skipped {
		if q.Optional {
			return nil
		}
		return r.wrong(missing(q), "")
	}
	switch {
	case v.Parked:
		return r.wrong(missing(q), "")
	case v.Unknown && !q.Unknown:
		return r.wrong("unknown-not-taken", "")
	case v.Unknown:
		return nil
	}
	switch q.Kind {
	case Text, Name, Signature:
		return r.lengthOf(v.Text, "", q.Limit())
	case LongText:
		return r.wordsOf(v.Text)
	case YesNo, Choice, Choices:
		return r.chosen(v)
	case Date, Month:
		return r.inTime(*v.Date)
	case Number, Money:
		return r.inRange(v.Text)
	case List, Somebody:
		return r.rows(v)
	case Time, Phone, Email, WebAddress, Postcode, Address, NINO, NHSNumber, UTR, Vehicle, Bank, File, Declaration, Info:
	}
	return nil
}

// wordsOf counts the words of a long text where its question does, and its characters.
func (r *reading) wordsOf(text string) Problems {
	if n := len(strings.Fields(text)); r.q.Words > 0 && n > r.q.Words {
		return r.wrong("too-many-words", "", "max", r.q.Words, "over", n-r.q.Words)
	}
	return r.lengthOf(text, "", r.q.Limit())
}

func (r *reading) lengthOf(text, part string, limit int) Problems {
	n := utf8.RuneCountInString(text)
	switch {
	case n > limit:
		return r.wrong("too-long", part, "max", limit, "over", n-limit)
	case n < r.q.Min && part == "":
		return r.wrong("too-short", part, "min", r.q.Min)
	}
	return nil
}

func (r *reading) chosen(v Value) Problems {
	for _, code := range v.Choice {
		if !offers(r.offered, code) {
			return r.wrong("not-a-choice", "")
		}
		if o := r.q.option(code); o != nil && o.Exclusive && len(v.Choice) > 1 {
			return r.wrong("exclusive", "", "option", code)
		}
	}
	if len(v.Choice) == 0 {
		return r.wrong("required", "")
	}
	if r.q.Other == "" || !contains(v.Choice, r.q.Other) {
		return nil
	}
	if v.Other == "" {
		return r.wrong("other-required", "other")
	}
	return r.lengthOf(v.Other, "other", r.q.Limit())
}

func offers(options []Option, code string) bool {
	for _, o := range options {
		if o.Code == code {
			return true
		}
	}
	return false
}

// inTime holds a day against today. Of one that is known in part the benefit is the citizen's: this month is not in the future.
func (r *reading) inTime(d Day) Problems {
	switch {
	case r.q.Past && later(d.first(), r.today):
		return r.wrong("date-in-future", "")
	case r.q.Future && later(r.today, d.last()):
		return r.wrong("date-in-past", "")
	case d.Y < r.today.Y-maxYears:
		return r.wrong("date-too-old", "year")
	case d.Y > r.today.Y+maxAhead:
		return r.wrong("date-not-real", "year")
	}
	return nil
}

// later says that d comes after than.
func later(d, than Day) bool {
	if d.Y != than.Y {
		return d.Y > than.Y
	}
	if d.M != than.M {
		return d.M > than.M
	}
	return d.D > than.D
}

// rows holds every row of a list against its fields, and their number against the list's.
func (r *reading) rows(v Value) Problems {
	switch {
	case r.q.Kind == List && len(v.Rows) > r.q.Limit():
		return r.wrong("too-many", "", "max", r.q.Limit())
	case v.Done && len(v.Rows) < r.q.Min:
		return r.wrong("required", "", "min", r.q.Min)
	}
	for i, row := range v.Rows {
		for j := range r.q.Fields {
			f := &r.q.Fields[j]
			cell, ok := row[f.ID]
			if !ok || !f.Complete(cell) {
				if r.q.Kind == Somebody {
					return r.under(f, Problems{{Code: missing(f)}})
				}
				return r.wrong("row-incomplete", f.ID, "row", i+1)
			}
			if wrong := r.s.valid(f, cell, all(f), r.today); len(wrong) > 0 {
				return r.under(f, wrong)
			}
		}
	}
	return nil
}

// under makes problems of a field into problems of its list, at the field's part.
func (r *reading) under(f *Question, wrong Problems) Problems {
	out := make(Problems, len(wrong))
	for i, p := range wrong {
		out[i] = p
		out[i].Question, out[i].Field = r.q.ID, f.ID
		if p.Field != "" {
			out[i].Field += "." + p.Field
		}
	}
	return out
}
