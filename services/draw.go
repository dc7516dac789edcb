package services

import (
	"math/rand/v2"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Tried counts what was drawn already, by question and answer: Draw prefers what was not.
type Tried map[string]int

// Draw is an answer to q drawn by lot, as the parts that a form would send, one input a step: a list takes several. It is for
// tests and the demonstration. Values lie on both sides of what the service's conditions ask; choices fall on what was
// tried least; now and then what may be left blank or not be known is. Parse accepts every step.
func (s *Service) Draw(rnd *rand.Rand, q *Question, a Answers, today Day, tried Tried) []Input {
	d := &drawing{s: s, rnd: rnd, a: a, today: today, tried: tried}
	if q.Kind == List {
		return d.list(q)
	}
	return []Input{d.one(q, s.Offered(q, a, today))}
}

// Toward makes Draw lean to the choices that lead to q, as if nothing else had been tried so little.
func (t Tried) Toward(s *Service, q *Question) { t.toward(s, q.When, map[*Question]bool{q: true}) }

const leaning = 1_000_000

func (t Tried) toward(s *Service, c *Cond, seen map[*Question]bool) {
	c.each(func(c *Cond) {
		if c.cond != nil {
			t.toward(s, c.cond, seen)
		}
		if c.q == nil {
			return
		}
		for _, code := range nonEmpty(append(c.In[:len(c.In):len(c.In)], c.Is, c.Includes)...) {
			t[c.q.key+"/"+code] -= leaning
		}
		if !seen[c.q] { // it must be asked itself
			seen[c.q] = true
			t.toward(s, c.q.When, seen)
		}
	})
}

type drawing struct {
	s     *Service
	rnd   *rand.Rand
	a     Answers
	today Day
	tried Tried
}

// one draws an answer; where what was drawn breaks the question's rules it draws again, and in the end takes the example.
func (d *drawing) one(q *Question, offered []Option) Input {
	for range 8 {
		in := Input{Fields: d.parts(q, offered)}
		r := &reading{s: d.s, q: q, in: in, today: d.today, offered: offered}
		if v, wrong := r.value(); len(wrong) == 0 && !v.Parked {
			return in
		}
	}
	return q.Example(d.today)
}

func (d *drawing) parts(q *Question, offered []Option) map[string][]string {
	switch {
	case q.Optional && d.rnd.IntN(3) == 0:
		return map[string][]string{"skip": {"yes"}}
	case q.Unknown && d.rnd.IntN(8) == 0:
		return map[string][]string{"unknown": {"yes"}}
	}
	switch q.Kind {
	case YesNo, Choice, Choices:
		return d.choice(q, offered)
	case Date, Month:
		return d.day(q)
	case Number, Money:
		return map[string][]string{"value": {d.amount(q)}}
	case Address:
		return d.address(q)
	case Somebody:
		return d.row(q)
	default:
	}
	if texts := d.s.texts(q); len(texts) > 0 && d.rnd.IntN(2) == 0 {
		return map[string][]string{"value": {texts[d.rnd.IntN(len(texts))]}}
	}
	return q.Example(d.today).Fields
}

func (d *drawing) choice(q *Question, offered []Option) map[string][]string {
	pick := d.least(q, offered)
	values := []string{pick.Code}
	if q.Kind == Choices && !pick.Exclusive {
		if more := offered[d.rnd.IntN(len(offered))]; !more.Exclusive && more.Code != pick.Code {
			values = append(values, more.Code)
		}
	}
	parts := map[string][]string{"value": values}
	if q.Other != "" && slices.Contains(values, q.Other) {
		parts["other"] = []string{"Something else"}
	}
	return parts
}

// least is, half the time, an option that was tried least, else any.
func (d *drawing) least(q *Question, offered []Option) Option {
	pick := offered[d.rnd.IntN(len(offered))]
	if d.tried == nil {
		return pick
	}
	if d.rnd.IntN(2) == 0 {
		for _, o := range offered {
			if d.tried[q.key+"/"+o.Code] < d.tried[q.key+"/"+pick.Code] {
				pick = o
			}
		}
	}
	d.tried[q.key+"/"+pick.Code]++
	return pick
}

// day draws a day near one that matters to a condition, else anywhere that the question allows. Of what may be left out some is.
func (d *drawing) day(q *Question) map[string][]string {
	back, ahead := 90*365, 500
	switch {
	case q.Past:
		ahead = 0
	case q.Future:
		back = 0
	default:
		back = 500
	}
	day := DayOf(d.today.Time().AddDate(0, 0, d.rnd.IntN(back+ahead+1)-back))
	if edges := d.s.edgeDays(q, d.today); len(edges) > 0 && d.rnd.IntN(3) > 0 {
		day = DayOf(edges[d.rnd.IntN(len(edges))].Time().AddDate(0, 0, d.rnd.IntN(3)-1))
	}
	parts := map[string][]string{"day": {strconv.Itoa(day.D)}, "month": {strconv.Itoa(int(day.M))}, "year": {strconv.Itoa(day.Y)}}
	if q.Kind == Month || q.Precision != ToDay && d.rnd.IntN(2) == 0 {
		delete(parts, "day")
		if q.Precision == ToYear && d.rnd.IntN(2) == 0 {
			delete(parts, "month")
		}
	}
	return parts
}

// amount draws a number near one that matters to a condition, else between the least and the most.
func (d *drawing) amount(q *Question) string {
	least, most := Amount(q.Min)*amountOne, Amount(20_000)*amountOne
	if q.Max > 0 {
		most = Amount(q.Max) * amountOne
	}
	step := Amount(amountOne)
	switch {
	case q.Kind == Money:
		step = amountOne / 100
	case q.Decimals > 0:
		step = amountOne / 10
	}
	n := least + Amount(d.rnd.Int64N(int64(max(most-least, 0)/step)+1))*step
	if edges := d.s.edgeAmounts(q); len(edges) > 0 && d.rnd.IntN(3) > 0 {
		n = edges[d.rnd.IntN(len(edges))] + Amount(d.rnd.IntN(3)-1)*step
	}
	return n.String()
}

func (d *drawing) address(q *Question) map[string][]string {
	parts := q.Example(d.today).Fields
	switch d.rnd.IntN(4) {
	case 0:
		parts["line2"], parts["county"] = []string{"Flat 2"}, []string{"Sir Benfro"}
	case 1:
		if q.Abroad {
			return map[string][]string{"line1": {"12 Rue de la Paix"}, "town": {"75002 Paris"}, "country": {"France"}}
		}
	}
	return parts
}

func (d *drawing) list(q *Question) []Input {
	rows := q.Min + d.rnd.IntN(max(1, min(q.Limit(), 3)-q.Min+1))
	if rows == 0 && q.Optional {
		return []Input{{Fields: map[string][]string{"skip": {"yes"}}}}
	}
	var steps []Input
	for range rows {
		parts := d.row(q)
		parts["op"] = []string{"add"}
		steps = append(steps, Input{Fields: parts})
	}
	return append(steps, Input{Fields: map[string][]string{"op": {"done"}}})
}

func (d *drawing) row(q *Question) map[string][]string {
	parts := map[string][]string{}
	for i := range q.Fields {
		f := &q.Fields[i]
		for part, v := range d.one(f, all(f)).Fields {
			parts[strings.TrimSuffix(f.ID+"."+part, ".value")] = v
		}
	}
	return parts
}

// conds visits every condition of the service, inner ones and named ones too.
func (s *Service) conds(visit func(*Cond)) {
	for _, step := range s.Steps {
		if step.Stop != nil {
			step.Stop.When.each(visit)
			continue
		}
		step.Question.When.each(visit)
		for _, o := range step.Question.Options {
			o.When.each(visit)
		}
	}
	for _, r := range s.Routes {
		r.When.each(visit)
	}
	for _, c := range s.named {
		c.each(visit)
	}
	s.Them.each(visit)
}

// texts are what conditions compare a written answer with, in a steady order.
func (s *Service) texts(q *Question) []string {
	var out []string
	s.conds(func(c *Cond) {
		if c.q == q {
			out = append(out, nonEmpty(append(c.In[:len(c.In):len(c.In)], c.Is)...)...)
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// edgeDays are the days at which a condition of q turns.
func (s *Service) edgeDays(q *Question, today Day) []Day {
	var out []Day
	years := func(n int) {
		if n > 0 {
			out = append(out, today.plusMonths(-12*n))
		}
	}
	s.conds(func(c *Cond) {
		if c.q != q {
			return
		}
		years(c.AgeFrom)
		years(c.AgeUnder)
		if c.PensionWithin != nil {
			out = append(out, bornFor(today.plusMonths(*c.PensionWithin)))
		}
		for _, ref := range []*DateRef{c.Before, c.After} {
			switch {
			case ref == nil || ref.q != nil:
			case ref.Today:
				out = append(out, today)
			default:
				out = append(out, ref.Day)
			}
		}
	})
	slices.SortFunc(out, func(a, b Day) int { return strings.Compare(a.iso(), b.iso()) })
	return slices.Compact(out)
}

// bornFor is the last day of birth with which State Pension age is reached by then.
func bornFor(then Day) Day {
	youngest := then.plusMonths(-12 * 60)
	days := sort.Search(10*366, func(n int) bool { return !later(pensionDay(DayOf(youngest.Time().AddDate(0, 0, -n))), then) })
	return DayOf(youngest.Time().AddDate(0, 0, -days))
}

// edgeAmounts are the amounts at which a condition of q turns.
func (s *Service) edgeAmounts(q *Question) []Amount {
	var out []Amount
	s.conds(func(c *Cond) {
		for _, n := range []*Amount{c.AtLeast, c.AtMost, c.MoreThan, c.LessThan} {
			if c.q == q && n != nil {
				out = append(out, *n)
			}
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}
