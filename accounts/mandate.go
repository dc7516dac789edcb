package accounts

import (
	"time"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// MandateKind is by what right somebody acts for a person. Worded by lang "helpers.kinds.<kind>".
type MandateKind string

// The kinds. The first three rest on the person's own wish; the others on a birth, on the law or on a court.
const (
	Helper       MandateKind = "helper"
	Charity      MandateKind = "charity"
	Professional MandateKind = "professional"
	Parent       MandateKind = "parent"
	Appointee    MandateKind = "appointee"
	Attorney     MandateKind = "attorney"
	Deputy       MandateKind = "deputy"
)

// MandateKinds are all of them, in the order they are offered.
var MandateKinds = []MandateKind{Helper, Charity, Professional, Parent, Appointee, Attorney, Deputy}

// ByConsent says that a kind rests on the person's wish alone.
func (k MandateKind) ByConsent() bool {
	switch k {
	case Helper, Charity, Professional:
		return true
	case Parent, Appointee, Attorney, Deputy:
	}
	return false
}

// EndedByPerson says whether the person may end it by themselves: what they gave they may take back. Others rest with a court, the
// Department for Work and Pensions, or the law on children, and staff end them.
func (k MandateKind) EndedByPerson() bool { return k.ByConsent() || k == Attorney }

// What may stand in a mandate; worded by lang "helpers.relationships.<code>", "helpers.reasons.<code>", "helpers.mail.<code>".
var (
	Relationships = []string{"family", "friend", "parent", "professional", "legal", "other"}
	HelperReasons = []string{"disability", "language", "online", "child", "authority", "other"}
	MailTo        = []string{"person", "copy", "instead"}
	Areas         = []string{"", "property", "health"}
)

// Evidence is what a mandate was registered on. Worded by lang "helpers.evidence.<code>".
const (
	AskedOnline      = "asked-online"
	AskedSpeaking    = "asked-speaking"
	AskedInWriting   = "asked-in-writing"
	BirthCertificate = "birth-certificate"
	ParentalOrder    = "parental-order"
	AppointeeLetter  = "appointee-letter"
	LastingPower     = "lasting-power"
	EnduringPower    = "enduring-power"
	CourtOrder       = "court-order"
)

// Evidences are what each kind may rest on.
func (k MandateKind) Evidences() []string {
	switch k {
	case Helper, Charity, Professional:
		return []string{AskedSpeaking, AskedInWriting}
	case Parent:
		return []string{BirthCertificate, ParentalOrder}
	case Appointee:
		return []string{AppointeeLetter}
	case Attorney:
		return []string{LastingPower, EnduringPower}
	case Deputy:
		return []string{CourtOrder}
	}
	return nil
}

// Rights are what a helper may do: see the person's pages, talk about them with us, answer and send for them.
type Rights struct{ See, Talk, Act bool }

// Doing is one of the rights.
type Doing string

// The rights, one by one. Worded by lang "helpers.may.<doing>".
const (
	ToSee  Doing = "see"
	ToTalk Doing = "talk"
	ToAct  Doing = "act"
)

// Matter is what somebody wants to do something about; the zero Matter is the person as such, without any application.
type Matter struct {
	Draft   int64
	Service string
	Area    string // see AreaOf
}

// AreaOf is which half of a lasting power of attorney a service falls under: a benefit is property even where it is for a disability.
func AreaOf(s *services.Service) string {
	health := false
	for _, e := range s.Events {
		switch e {
		case "money", "work", "home":
			return "property"
		case "disability", "caring":
			health = true
		}
	}
	if health {
		return "health"
	}
	return "property"
}

// Mandate is somebody's leave to act for a person. In code it is a mandate, on screens a helper.
type Mandate struct {
	ID           int64
	Account      int64 // the person
	PersonName   string
	Helper       int64 // 0 until an invitation is taken up
	HelperName   string
	Organisation string
	Kind         MandateKind
	Relationship string
	Reason       string
	Service      string // one service; "" for any
	Draft        int64  // one application; 0 for any
	Reference    string // of that application
	Area         string // of a power of attorney; "" for both
	May          Rights
	Mail         string // who gets the person's post: person, copy (both), instead (the helper)
	Evidence     string
	Arrived      *services.Day // a request by letter
	Signed       bool
	Starts       services.Day
	Ends         *services.Day // the last day; nil where a document says none
	HasPhrase    bool
	MadeAt       time.Time
	MadeRole     audit.Role
	MadeBy       int64
	MadeDoor     channels.Kind
	EndedAt      *time.Time
	EndedWhy     string // person, helper, staff, time, came-of-age, died, not-taken-up; worded by lang "helpers.ended.<why>"
	Rev          int64
}
