package services

import (
	"strconv"
	"strings"
)

// Example is an answer that Parse accepts, used by tests and the demonstration: the parts a form would send. The example of
// a NINO that must be given is the documented one, accepted by services with Demo set; where it may be left out, or not be known, it is.
func (q *Question) Example(today Day) Input {
	fields := map[string][]string{}
	one := func(part, v string) { fields[part] = []string{v} }
	switch q.Kind {
	case Text, LongText:
		one("value", q.exampleText())
	case Name:
		one("value", "Margaret Ellis")
	case YesNo:
		one("value", "yes")
	case Choice, Choices:
		q.exampleChoice(one)
	case Date:
		d := q.exampleDay(today)
		one("day", strconv.Itoa(d.D))
		one("month", strconv.Itoa(int(d.M)))
		one("year", strconv.Itoa(d.Y))
	case Month:
		d := q.exampleDay(today)
		one("month", strconv.Itoa(int(d.M)))
		one("year", strconv.Itoa(d.Y))
	case Time:
		one("value", "14:30")
	case Number, Money:
		one("value", strconv.Itoa(max(q.Min, min(3, q.Limit()))))
	case Phone:
		one("value", "07700 900123")
	case Email:
		one("value", "margaret.ellis@example.org")
	case WebAddress:
		one("value", "www.example.org")
	case Postcode:
		one("value", "ZA1 1AA")
	case Address:
		one("line1", "1 High Street")
		one("town", "Anytown")
		one("postcode", "ZA1 1AA")
	case NINO:
		switch one("value", "QQ 12 34 56 A"); {
		case q.Optional:
			fields = map[string][]string{"skip": {"yes"}}
		case q.Unknown:
			fields = map[string][]string{"unknown": {"yes"}}
		}
	case NHSNumber:
		one("value", "999 012 3454")
	case UTR:
		one("value", "11234 56789")
	case Vehicle:
		one("value", "AB12 CDE")
	case Bank:
		one("holder", "Margaret Ellis")
		one("sort", "30 94 30")
		one("account", "00733445")
	case File:
		one("later", "yes")
	case List:
		one("op", "done")
		q.exampleRow(today, one)
	case Somebody:
		q.exampleRow(today, one)
	case Signature:
		one("value", "Margaret Ellis")
		one("agree", "yes")
	case Declaration:
		one("agree", "yes")
	case Info:
		one("value", "read")
	}
	return Input{Fields: fields}
}

func (q *Question) exampleText() string {
	text := "Example"
	for len(text) < q.Min {
		text += " example"
	}
	return text[:min(len(text), q.Limit())]
}

// exampleChoice takes the first option that is always offered and needs no words of its own.
func (q *Question) exampleChoice(one func(part, v string)) {
	for _, o := range q.Options {
		if o.When == nil && o.Code != q.Other {
			one("value", o.Code)
			return
		}
	}
	one("value", q.Options[0].Code)
	one("other", "Example")
}

func (q *Question) exampleDay(today Day) Day {
	if q.Future {
		return DayOf(today.Time().AddDate(1, 0, 0))
	}
	return Day{today.Y - 82, 3, 5}
}

func (q *Question) exampleRow(today Day, one func(part, v string)) {
	for i := range q.Fields {
		f := &q.Fields[i]
		for part, v := range f.Example(today).Fields {
			one(strings.TrimSuffix(f.ID+"."+part, ".value"), v[0])
		}
	}
}
