#include "meanings.hpp"

#include <array>

namespace ketadose::program {

namespace {

constexpr std::array all{
    Meaning{CodeKind::finding, "dose-above-range",
            "The dose, divided by the dosing weight, is above the protocol's limit for this "
            "route. The dose as ordered is compared, and on a stop limit also the dose the device "
            "would deliver. Too much ketamine can cause deep sedation, slow breathing and a steep "
            "rise in blood pressure. Check the dose, its unit and the weight; on a stop do not "
            "give, and call the prescriber."},
    Meaning{CodeKind::finding, "dose-above-cap",
            "The dose in mg is above the protocol's cap for this route, which holds whatever the "
            "weight. The cap protects heavy patients and catches a wrong weight. Check the dose "
            "and the weight; on a stop do not give, and call the prescriber."},
    Meaning{CodeKind::finding, "dose-above-session-ceiling",
            "The dose, divided by the dosing weight, is above the protocol's ceiling for this "
            "session of the course. Early sessions have lower ceilings, so that the dose grows "
            "only as the patient's response is known. Check the session number and the dose, and "
            "ask the prescriber whether the step is meant."},
    Meaning{CodeKind::finding, "dose-below-range",
            "The dose, divided by the dosing weight, is below the protocol's limit for this "
            "route. It may do too little, and a low number is often a slip in the dose, its unit "
            "or the weight. Check all three, and ask the prescriber whether the low dose is "
            "meant; on a stop do not give."},
    Meaning{CodeKind::finding, "duration-below-range",
            "The infusion time is shorter than the protocol's limit. The time as ordered is "
            "compared, and on a stop limit also the time the device would take. Ketamine given "
            "too fast can slow breathing and raise blood pressure steeply. Check the time and its "
            "unit; on a stop do not give, and ask the prescriber for a longer time."},
    Meaning{CodeKind::finding, "duration-above-range",
            "The infusion time is longer than the protocol's limit. A slow infusion is less of a "
            "hazard than a fast one, but a long time is often a slip in the unit. Check the time "
            "and its unit, and ask the prescriber whether it is meant; on a stop do not give."},
    Meaning{CodeKind::finding, "duration-missing",
            "The order gives no infusion time, so the rate could not be worked out and the speed "
            "could not be judged. A right dose given too fast is dangerous. Ask the prescriber "
            "for the time, and check again with --over."},
    Meaning{CodeKind::finding, "intensity-above-limit",
            "The dose per kg for every hour of the infusion is above the protocol's limit. Dose "
            "and time can each be in range and still be too much together. Ask the prescriber for "
            "a lower dose or a longer time; on a stop do not give."},
    Meaning{CodeKind::finding, "concentration-above-limit",
            "The bag or syringe would hold more mg in each mL than the protocol's limit. A strong "
            "infusate turns a small error of rate or flush into a large error of dose. Check the "
            "vial strength and the volume, and make it up with more diluent; on a stop do not "
            "give it as it is."},
    Meaning{CodeKind::finding, "vial-not-listed",
            "The vial strength is not one of those the protocol lists for this route. It may be a "
            "misread label, a new product or a slip in the number. Read the strength on the vial "
            "again, with a second person, and ask the pharmacist before drawing."},
    Meaning{CodeKind::finding, "volume-infused-high",
            "The volume to be infused is above the protocol's limit. Much fluid in a short time "
            "can strain the heart, and a large number is often a slip in the bag or the "
            "concentration. Check both, and ask the prescriber or the pharmacist for a stronger "
            "infusate if the volume is right."},
    Meaning{CodeKind::finding, "rate-outside-pump",
            "The rate to dial is below or above what the protocol says the pump can run. The pump "
            "would refuse it or run inaccurately. Check the volume and the time; change the bag, "
            "the concentration or the pump, and check again."},
    Meaning{CodeKind::finding, "not-measurable",
            "The dose cannot be measured or run with the devices in the protocol: it falls "
            "between marks on the wrong side of a stop limit, rounds to nothing, is too large for "
            "a syringe, or is more than the bag holds. The message names the device and what "
            "would work. Do not estimate between marks. Choose another vial strength, bag, "
            "syringe or lozenge, and check again."},
    Meaning{CodeKind::finding, "delivered-differs",
            "After rounding to the marks of the device, the dose or the time differs from the "
            "order by more than the protocol's limit. The order may be right, but this device "
            "cannot follow it closely. Choose a device with finer marks or another strength, or "
            "ask the prescriber to accept the delivered dose or time."},
    Meaning{CodeKind::finding, "volume-above-site-limit",
            "The volume to inject is above the protocol's limit for this muscle. Too much in one "
            "place hurts, may leak and may be absorbed unevenly. On a review the plan divides it "
            "into several injections: ask whether that is acceptable. On a stop do not inject: "
            "choose another site or a stronger vial."},
    Meaning{CodeKind::finding, "claim-differs",
            "A number that someone else worked out is not the number this program works out, at "
            "the marks of the device. One of the two is wrong, or they rest on different orders. "
            "Compare both numbers with the order and the vial in your hand, have a second person "
            "work it out alone, and do not give until they agree."},
    Meaning{CodeKind::finding, "weight-out-of-bounds",
            "The body weight is outside the protocol's limits. Such weights are rare, and pounds "
            "read as kilograms or a shifted decimal point are common. Weigh the patient again in "
            "kilograms; if the weight is right, ask the prescriber, and on a stop do not give."},
    Meaning{CodeKind::finding, "weight-changed",
            "The weight differs from the last one by more than the protocol's limit. The usual "
            "reasons are a change of unit or a wrong entry, and the dose would be wrong with it. "
            "Weigh the patient again in kilograms; if the change is real, tell the prescriber."},
    Meaning{CodeKind::finding, "bmi-out-of-bounds",
            "The body mass index, worked out from weight and height, is outside the protocol's "
            "limits. This mostly means that the weight or the height carries the wrong unit. "
            "Measure both again, and ask the prescriber if they are right; on a stop do not give."},
    Meaning{CodeKind::finding, "bmi-high",
            "The body mass index has reached the protocol's limit from which the choice of dosing "
            "weight matters. Sources disagree whether to dose by actual or ideal weight. Where "
            "sex and height allow, the message shows the dose by ideal weight: ask the prescriber "
            "which weight is meant."},
    Meaning{CodeKind::finding, "age-out-of-bounds",
            "The age is outside the protocol's limits. Trials took adults only, and older "
            "patients often have a larger rise in blood pressure. Check the age; on a review ask "
            "the prescriber about a cautious dose and closer monitoring, on a stop do not give."},
    Meaning{CodeKind::finding, "blood-pressure-high",
            "The blood pressure before the dose is above the protocol's limit, systolic, "
            "diastolic or both. Ketamine will raise it further. Let the patient rest, measure "
            "again and tell the prescriber; on a stop do not give."},
    Meaning{CodeKind::finding, "blood-pressure-low",
            "The systolic blood pressure before the dose is below the protocol's limit. The "
            "patient may be unwell, short of fluid or under a medicine that lowers blood "
            "pressure. Measure again, look at the patient, and tell the prescriber before giving."},
    Meaning{CodeKind::finding, "condition",
            "The patient has a condition that the protocol lists for ketamine. The subject names "
            "it, and its own page says why it matters and what to do: ketadose explain, then the "
            "name. On a stop do not give; on a review ask the prescriber first."},
    Meaning{CodeKind::finding, "medicine",
            "The patient takes a medicine that the protocol lists for ketamine. The subject names "
            "its class, and its own page says what the two do together and what to do: ketadose "
            "explain, then the name. Tell the prescriber, and record the medicine and its last "
            "dose."},
    Meaning{CodeKind::finding, "site-missing",
            "No injection site was named, and no site in the protocol may take this volume as one "
            "injection. So the volume cannot be divided and is not shown. Name the muscle with "
            "--site, and check again."},
    Meaning{CodeKind::finding, "preparation-missing",
            "The order says how much to give but not what it is prepared from. The dose was "
            "judged; the volume and the rate could not be worked out. Give the vial with its bag "
            "or fill, the ready-made concentration, or the lozenge strength, read from the label, "
            "and check again."},
    Meaning{CodeKind::finding, "possible-slip",
            "One well-known mistake would explain the findings: with it undone, the order is "
            "inside the limits. It is a hint, not a correction, and nothing was changed. Check "
            "the order at its source, and enter it again as it really is."},
    Meaning{CodeKind::slip, "tenfold-dose",
            "With the dose ten times larger or smaller, the order is inside the limits. A decimal "
            "point may be misplaced or misread, or a zero added or lost. Read the dose on the "
            "order again, and ask the prescriber; never move the point yourself."},
    Meaning{CodeKind::slip, "tenfold-weight",
            "With the weight ten times larger or smaller, the order is inside the limits. A "
            "decimal point may be misplaced, or a digit added or lost. Weigh the patient again in "
            "kilograms, and check again."},
    Meaning{CodeKind::slip, "tenfold-duration",
            "With the infusion time ten times longer or shorter, the order is inside the limits. "
            "A zero may be added or lost. Read the time on the order again, and ask the "
            "prescriber if it is not clear."},
    Meaning{CodeKind::slip, "pounds-as-kilograms",
            "The weight fits the order if the number is in pounds but was entered as kilograms. "
            "The dose would then be worked out for a patient more than twice as heavy. Weigh the "
            "patient again in kilograms, or enter the number with lb if the scale shows pounds."},
    Meaning{CodeKind::slip, "kilograms-as-pounds",
            "The weight fits the order if the number is in kilograms but was entered as pounds. "
            "The dose would then be worked out for a patient less than half as heavy. Weigh the "
            "patient again, and enter the unit that the scale shows."},
    Meaning{CodeKind::slip, "mg-as-mg-per-kg",
            "The dose fits if the number is meant in mg but was entered in mg/kg. As entered it "
            "is multiplied by the weight once too often. Read the unit on the order again, ask "
            "the prescriber if it is not clear, and check again."},
    Meaning{CodeKind::slip, "mg-per-kg-as-mg",
            "The dose fits if the number is meant in mg/kg but was entered in mg. As entered it "
            "is not multiplied by the weight. Read the unit on the order again, ask the "
            "prescriber if it is not clear, and check again."},
    Meaning{CodeKind::slip, "mcg-as-mg",
            "The dose fits if the number is meant in mcg but was entered in mg. As entered it is "
            "a thousand times too large. Read the unit on the order again, and ask the prescriber "
            "before anything is drawn."},
    Meaning{CodeKind::slip, "mg-as-mcg",
            "The dose fits if the number is meant in mg but was entered in mcg. As entered it is "
            "a thousand times too small. Read the unit on the order again, and ask the prescriber "
            "if it is not clear."},
    Meaning{CodeKind::slip, "minutes-as-hours",
            "The infusion time fits if the number is meant in minutes but was entered in hours. "
            "As entered the infusion is far too slow. Read the unit on the order again, and check "
            "again."},
    Meaning{CodeKind::slip, "hours-as-minutes",
            "The infusion time fits if the number is meant in hours but was entered in minutes. "
            "As entered the infusion is far too fast. Read the unit on the order again, and check "
            "again."},
    Meaning{CodeKind::slip, "neighbouring-vial",
            "The order is inside the limits with the next lower or higher vial strength of the "
            "protocol. Vials of different strength look alike, and a mix-up changes the dose by a "
            "large factor. Read the strength on the vial in your hand, with a second person, and "
            "check again."},
    Meaning{CodeKind::slip, "claim-tenfold",
            "The claimed number is ten times larger or smaller than the planned one. A decimal "
            "point is probably misplaced in one of the two. Work it out again from the order, "
            "with a second person, before anything is drawn or dialled."},
    Meaning{CodeKind::slip, "claim-mg-as-ml",
            "The claimed volume is the number of mg of the dose, written as mL. The dose was not "
            "divided by the vial strength. Divide mg by mg/mL to get mL, and compare with the "
            "planned volume."},
    Meaning{CodeKind::slip, "claim-neighbouring-vial",
            "The claimed volume fits the next lower or higher vial strength of the protocol, not "
            "the one entered. The wrong vial may have been read or picked up. Read the strength "
            "on the vial in your hand, with a second person, and check again."},
    Meaning{CodeKind::slip, "claim-factor-60",
            "The claimed rate differs from the planned one by a factor of sixty. The step from "
            "minutes to hours was left out or done twice. Divide the volume by the minutes, "
            "multiply by sixty once, and compare with the planned rate."},
    Meaning{CodeKind::slip, "claim-volume-as-rate",
            "The claimed rate is the number of the volume to be infused. The two fields of the "
            "pump may be swapped, and the bag would then not run in the ordered time. Enter "
            "volume and rate each in its own field, and read both back."},
    Meaning{CodeKind::slip, "claim-rate-as-volume",
            "The claimed volume is the number of the pump's rate. The two fields of the pump may "
            "be swapped, and the dose would then be cut short or run on. Enter volume and rate "
            "each in its own field, and read both back."},
    Meaning{CodeKind::slip, "claim-diluent-alone",
            "The claimed volume is that of the diluent alone: the volume of the drug itself was "
            "left out. Diluent and drug together are what runs. Add the two, and compare with the "
            "planned volume."},
    Meaning{CodeKind::slip, "claim-draw-as-left",
            "The answer of a practice problem is what is drawn from the vials, not what is left "
            "in them. What is left over is wasted and recorded. Take the volume drawn from the "
            "content of the vials that were opened."},
    Meaning{CodeKind::slip, "claim-other-drip-set",
            "The claimed drops per minute fit another drip set of the protocol, not the one "
            "entered. Each set makes drops of another size, so the infusion would end early or "
            "late. Read the drop factor on the package of the set, and count again."},
    Meaning{CodeKind::slip, "claim-ml-per-h-as-drops",
            "The claimed drops per minute are the number of mL/h. The two agree only for one kind "
            "of drip set. Multiply the volume by the drop factor and divide by the minutes, and "
            "compare with the planned drops."},
    Meaning{CodeKind::slip, "claim-mg-as-pieces",
            "The claimed number of pieces is the number of mg of the dose. The dose was not "
            "divided by the strength of one lozenge. Divide mg by the strength of one lozenge, "
            "and compare with the planned pieces."},
    Meaning{CodeKind::refusal, "number-comma",
            "The number contains a comma. A comma means a decimal point in some countries and "
            "thousands in others, so it is never guessed. Write a point for decimals and nothing "
            "between thousands."},
    Meaning{CodeKind::refusal, "number-point",
            "The number begins or ends with its decimal point. A bare point is easily missed, "
            "which makes the number ten times wrong. Write a zero before the point, and leave out "
            "a point with nothing after it."},
    Meaning{CodeKind::refusal, "number-sign",
            "The number has a plus or a minus sign. No quantity here can be negative, and a plus "
            "adds nothing. Write the digits alone; if you meant a range, enter one number."},
    Meaning{CodeKind::refusal, "number-exponent",
            "The number is written with an exponent. Such numbers are misread too easily for a "
            "dose. Write it out in plain digits."},
    Meaning{CodeKind::refusal, "number-padded",
            "The number has extra zeros in front. They may be a slip for a decimal point. Write "
            "the number without them; a single zero stands only before a decimal point."},
    Meaning{CodeKind::refusal, "number-too-long",
            "The number has too many digits before or after the point. A number of that length is "
            "not a clinical measurement, and probably a slip of typing. Check it, and write at "
            "most six digits before and six after the point."},
    Meaning{CodeKind::refusal, "number-empty",
            "A number was expected, and nothing was given. Nothing is filled in "
            "for you. Write the number with its unit."},
    Meaning{CodeKind::refusal, "number-zero",
            "The value is zero where something more than zero is needed. A zero often stands for "
            "a value that was not known. Find the real value; if there is none, leave the option "
            "out."},
    Meaning{CodeKind::refusal, "number-other",
            "The text is not a plain number for another reason: a space in front, a separator "
            "between digits, another script's digits, hex, or a point in a whole number. A blood "
            "pressure must be systolic, slash, diastolic. Write plain digits, as the message "
            "shows."},
    Meaning{CodeKind::refusal, "unit-missing",
            "The number has no unit. A bare number could be kilograms or pounds, mg or mg/kg, and "
            "is never guessed. Write the unit directly after the number."},
    Meaning{CodeKind::refusal, "unit-unknown",
            "The unit is not one that this option understands, or it does not stand directly "
            "after the number or after one space. Nothing is converted by guess. Write one of the "
            "units that the message names."},
    Meaning{CodeKind::refusal, "unit-not-allowed",
            "The unit is understood but not accepted, because it is easily misread or needs a "
            "conversion in the head. Examples are cc, ug, the micro sign and grams for a body "
            "weight. Write what the message says instead."},
    Meaning{CodeKind::refusal, "too-fine",
            "The value has more decimals than can be kept exactly, or is finer than the device "
            "can be set. It is refused and not rounded silently. Write it with fewer decimals, in "
            "steps that the device has."},
    Meaning{CodeKind::refusal, "out-of-domain",
            "The value is written correctly but cannot be right here, such as a diastolic "
            "pressure above the systolic, or a drop factor that the protocol does not list. "
            "Nothing was worked out from it. Check it at its source; the message says what is "
            "accepted."},
    Meaning{CodeKind::refusal, "route-unknown",
            "The protocol has no route of this name. A route is never guessed, since limits and "
            "devices differ between routes. Use a name that the refusal lists."},
    Meaning{CodeKind::refusal, "code-unknown",
            "The name is not a code or another name of a condition or a medicine in the protocol, "
            "or not a code that can be explained. An unknown name is not a safe one: it was not "
            "checked. See ketadose explain conditions, medicines or codes, and ask the pharmacist "
            "about anything not listed."},
    Meaning{CodeKind::refusal, "word-unknown",
            "The word is not one of the few that this option takes. The message lists them, with "
            "the nearest where there is one. Nothing was assumed; write one of those words."},
    Meaning{CodeKind::refusal, "required-missing",
            "Something that the answer needs was not given, and nothing clinical has a default. "
            "The message names the option. Read the value from the order, the label or the scale, "
            "and add it."},
    Meaning{CodeKind::refusal, "not-applicable",
            "The option does not belong to this verb, route or set-up, so it would have been "
            "ignored silently. The order may be meant for another route. Remove the option, or "
            "check the route."},
    Meaning{CodeKind::refusal, "contradicts",
            "Two options say different things about the same matter, or cannot be true together. "
            "Which one is right is not guessed. Keep the one that matches the order and the "
            "label, and remove the other."},
    Meaning{CodeKind::refusal, "option-unknown",
            "The program has no verb, option or column of this name. A misspelt name is never "
            "ignored, because its value would then not be checked. Correct it as the message "
            "suggests, or see ketadose --help."},
    Meaning{
        CodeKind::refusal, "option-repeated",
        "The same option was given twice. Which value counts is not guessed. Keep one of them."},
    Meaning{CodeKind::refusal, "fields-mismatch",
            "The fields of this record cannot be matched to columns. Their number is not that of "
            "the header, a JSON key has no column, the line is blank, or a carriage return stands "
            "inside it; a comma inside a cell without quotes is the usual reason. Put the cell in "
            "double quotes, and send the record again."},
    Meaning{CodeKind::refusal, "quote-unclosed",
            "A quoted cell of this CSV record has no closing quote, or something stands after it. "
            "Where the cell ends is not guessed; reading went on at the next line. Close the "
            "quote, write a quote inside a cell twice, and send the record again."},
    Meaning{CodeKind::refusal, "record-too-long",
            "This record is longer than the program accepts. An order is short, so a quote is "
            "probably unclosed or lines have run together. Look at the line named in the message, "
            "and send the record again."},
    Meaning{CodeKind::refusal, "json-invalid",
            "This line is not one flat JSON object. Broken syntax or a nested value is the usual "
            "reason. Write one object on one line with text, numbers or null as "
            "values, and send it again."},
    Meaning{CodeKind::refusal, "key-repeated",
            "A key or column stands twice in the same record or header, so one thing has two "
            "values. Which one counts is not guessed. Keep one of them, and send it again."},
    Meaning{CodeKind::refusal, "encoding",
            "The bytes are not valid UTF-8, or contain a NUL. The text cannot be passed through "
            "unchanged, so it is refused. Save the file as UTF-8, and send it again."},
};

}  // namespace

std::span<const Meaning> meanings() { return all; }

}  // namespace ketadose::program
