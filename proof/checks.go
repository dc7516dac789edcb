package proof

import (
	"slices"
	"time"
)

// What is looked up to see whether an identity is misused; worded by lang "proof.fraud.<code>". Each score takes in the ones before.
const (
	NotDead      = "not-dead"      // no death is recorded of this person
	NotReported  = "not-reported"  // nobody has told us that the identity was stolen, and it is on no list of ours
	SharedLists  = "shared-lists"  // it is on none of the lists that agencies and banks keep together
	IssuersLists = "issuers-lists" // nor is the document among those its issuer knows to be lost, stolen or false
)

// FraudChecks are the checks in order.
var FraudChecks = [...]string{NotDead, NotReported, SharedLists, IssuersLists}

// FraudScore is the score of what was looked up: 1 for what we know ourselves, 2 with what others share, 3 with the issuers'.
func FraudScore(looked []string) int {
	score := -1
	for _, check := range FraudChecks {
		if !slices.Contains(looked, check) {
			break
		}
		score++
	}
	return max(0, score)
}

// Sources are whose records may show an identity being used over time; worded by lang "proof.sources.<code>".
var Sources = [...]string{"benefit", "council-tax", "tenancy", "employer", "pension", "school", "doctor", "care", "electoral-roll", "our-cases"}

// How long an identity must have been used for each score, in days: the guide's figures.
var activityDays = [...]int{1: 180, 2: 405, 3: 1080}

// History is the score of records that show an identity being used from one day to another.
func History(from, to time.Time) int {
	days, score := int(to.Sub(from).Hours()/24), 0
	for n := 1; n < len(activityDays); n++ {
		if days >= activityDays[n] {
			score = n
		}
	}
	return score
}
