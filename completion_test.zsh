#compdef ketadose
# zsh completion for ketadose

_ketadose() {
  local curcontext=$curcontext context state state_descr line i verb=
  typeset -A opt_args
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i] in
      --weight | --last-weight | --route | --session | --dose | --over | --vial | --bag | --fill | --concentration | --drip-set | --site | --lozenge | --height | --sex | --age | --dosing-weight | --bp | --has | --takes | --draw | --rate | --volume | --drops | --pieces | --from | --to | --step | --input | --keep | --jobs | --format | --columns | --color) ((i++)) ;;
      table | check | batch | card | explain | completion)
        verb=$words[i]
        words[i]=()
        ((CURRENT--))
        break
        ;;
    esac
  done
  case $verb in
    table)
      _arguments \
        '--weight=[82.5kg or 181.9lb; a unit is needed]:W: ' \
        '--last-weight=[at the last visit\: catches a change of unit]:W: ' \
        '--route=[one of the words]:R:(iv im lozenge)' \
        '--session=[which session of the course, from 1]:N: ' \
        '--over=[infusion time\: 45min or 1h]:T: ' \
        '--vial=[as on the label\: 50mg/mL or 500mg/10mL]:S: ' \
        '--bag=[with --vial\: bag it goes into, 100mL]:V: ' \
        '--fill=[with --vial\: syringe made up to this, 50mL]:V: ' \
        '--concentration=[ready-made bag or syringe\: 1mg/mL]:C: ' \
        '--drip-set=[gravity set in place of a pump\: 20gtt/mL]:F: ' \
        '--site=[one of the words]:SITE:(deltoid ventrogluteal vastus-lateralis)' \
        '--lozenge=[strength of one lozenge\: 100mg]:M: ' \
        '--height=[178cm or 70in]:H: ' \
        '--sex=[one of the words]:SEX:(female male)' \
        '--age=[whole years\: 54]:YEARS: ' \
        '--dosing-weight=[one of the words]:KIND:(actual ideal adjusted)' \
        '--bp=[blood pressure before the dose\: 135/85]:S/D: ' \
        '--has=[conditions, separated by commas; or none]:CODES:_values -s , code none pregnancy breastfeeding uncontrolled-hypertension unstable-cardiac-disease aneurysm-or-stroke raised-intracranial-pressure recent-head-injury psychosis mania dementia delirium hypersensitivity untreated-hyperthyroidism eclampsia open-eye-injury substance-use ketamine-misuse glaucoma cystitis hepatic-impairment seizure-disorder not-fasted no-escort' \
        '--takes=[medicines, separated by commas; or none]:CODES:_values -s , code none opioid benzodiazepine alcohol cns-depressant theophylline sympathomimetic vasopressin thyroid-hormone cyp3a4-inhibitor maoi lamotrigine cyp3a4-inducer' \
        '--format=[one of the words]:FORMAT:(text json)' \
        '--explain[the arithmetic, step by step, with every source]' \
        '--color=[one of the words]:WHEN:(auto always never)' \
        '--help[this text; also -h]' \
        '--version[the program'\''s version and the rules in force]'
      ;;
    check)
      _arguments \
        '--weight=[82.5kg or 181.9lb; a unit is needed]:W: ' \
        '--last-weight=[at the last visit\: catches a change of unit]:W: ' \
        '--route=[one of the words]:R:(iv im lozenge)' \
        '--session=[which session of the course, from 1]:N: ' \
        '--dose=[41mg or 0.5mg/kg]:D: ' \
        '--over=[infusion time\: 45min or 1h]:T: ' \
        '--vial=[as on the label\: 50mg/mL or 500mg/10mL]:S: ' \
        '--bag=[with --vial\: bag it goes into, 100mL]:V: ' \
        '--fill=[with --vial\: syringe made up to this, 50mL]:V: ' \
        '--concentration=[ready-made bag or syringe\: 1mg/mL]:C: ' \
        '--drip-set=[gravity set in place of a pump\: 20gtt/mL]:F: ' \
        '--site=[one of the words]:SITE:(deltoid ventrogluteal vastus-lateralis)' \
        '--lozenge=[strength of one lozenge\: 100mg]:M: ' \
        '--height=[178cm or 70in]:H: ' \
        '--sex=[one of the words]:SEX:(female male)' \
        '--age=[whole years\: 54]:YEARS: ' \
        '--dosing-weight=[one of the words]:KIND:(actual ideal adjusted)' \
        '--bp=[blood pressure before the dose\: 135/85]:S/D: ' \
        '--has=[conditions, separated by commas; or none]:CODES:_values -s , code none pregnancy breastfeeding uncontrolled-hypertension unstable-cardiac-disease aneurysm-or-stroke raised-intracranial-pressure recent-head-injury psychosis mania dementia delirium hypersensitivity untreated-hyperthyroidism eclampsia open-eye-injury substance-use ketamine-misuse glaucoma cystitis hepatic-impairment seizure-disorder not-fasted no-escort' \
        '--takes=[medicines, separated by commas; or none]:CODES:_values -s , code none opioid benzodiazepine alcohol cns-depressant theophylline sympathomimetic vasopressin thyroid-hormone cyp3a4-inhibitor maoi lamotrigine cyp3a4-inducer' \
        '--draw=[volume to draw\: 0.82mL]:V: ' \
        '--rate=[pump rate\: 150mL/h]:R: ' \
        '--volume=[volume to be infused\: 100mL]:V: ' \
        '--drops=[drops with a gravity set\: 38gtt/min]:N: ' \
        '--pieces=[lozenges, or parts of one\: 0.5]:N: ' \
        '--format=[one of the words]:FORMAT:(text json)' \
        '--explain[the arithmetic, step by step, with every source]' \
        '--color=[one of the words]:WHEN:(auto always never)' \
        '--help[this text; also -h]' \
        '--version[the program'\''s version and the rules in force]'
      ;;
    batch)
      _arguments \
        '--input=[one of the words]:FORMAT:(csv jsonl)' \
        '--keep=[input columns to pass through]:COLUMNS: ' \
        '--keep-all[pass every unknown column through]' \
        '--jobs=[threads; the same bytes out, whatever N]:N: ' \
        '--format=[one of the words]:FORMAT:(csv json jsonl)' \
        '--columns=[output columns to print, in this order]:COLUMNS: ' \
        '--quiet[no progress and no count at the end]' \
        '--help[this text; also -h]' \
        '--version[the program'\''s version and the rules in force]' \
        '1:file:_files'
      ;;
    card)
      _arguments \
        '--route=[one of the words]:R:(iv im lozenge)' \
        '--session=[which session of the course, from 1]:N: ' \
        '--over=[infusion time\: 45min or 1h]:T: ' \
        '--vial=[as on the label\: 50mg/mL or 500mg/10mL]:S: ' \
        '--bag=[with --vial\: bag it goes into, 100mL]:V: ' \
        '--fill=[with --vial\: syringe made up to this, 50mL]:V: ' \
        '--concentration=[ready-made bag or syringe\: 1mg/mL]:C: ' \
        '--drip-set=[gravity set in place of a pump\: 20gtt/mL]:F: ' \
        '--site=[one of the words]:SITE:(deltoid ventrogluteal vastus-lateralis)' \
        '--lozenge=[strength of one lozenge\: 100mg]:M: ' \
        '--from=[the first row\: 40kg or 90lb]:W: ' \
        '--to=[the last row\: 120kg or 260lb]:W: ' \
        '--step=[between rows\: 5kg or 10lb]:W: ' \
        '--format=[one of the words]:FORMAT:(text markdown csv html)' \
        '--help[this text; also -h]' \
        '--version[the program'\''s version and the rules in force]'
      ;;
    explain)
      _arguments \
        '--format=[one of the words]:FORMAT:(text)' \
        '--help[this text; also -h]' \
        '--version[the program'\''s version and the rules in force]' \
        '*:word:(codes conditions medicines sources dose-above-range dose-above-cap dose-above-session-ceiling dose-below-range duration-below-range duration-above-range duration-missing intensity-above-limit concentration-above-limit vial-not-listed volume-infused-high rate-outside-pump not-measurable delivered-differs volume-above-site-limit claim-differs weight-out-of-bounds weight-changed bmi-out-of-bounds bmi-high age-out-of-bounds blood-pressure-high blood-pressure-low condition medicine site-missing preparation-missing possible-slip tenfold-dose tenfold-weight tenfold-duration pounds-as-kilograms kilograms-as-pounds mg-as-mg-per-kg mg-per-kg-as-mg mcg-as-mg mg-as-mcg minutes-as-hours hours-as-minutes neighbouring-vial claim-tenfold claim-mg-as-ml claim-neighbouring-vial claim-factor-60 claim-volume-as-rate claim-rate-as-volume claim-diluent-alone claim-other-drip-set claim-ml-per-h-as-drops claim-mg-as-pieces number-comma number-point number-sign number-exponent number-padded number-too-long number-empty number-zero number-other unit-missing unit-unknown unit-not-allowed too-fine out-of-domain route-unknown code-unknown word-unknown required-missing not-applicable contradicts option-unknown option-repeated fields-mismatch quote-unclosed record-too-long json-invalid key-repeated encoding pregnancy breastfeeding uncontrolled-hypertension unstable-cardiac-disease aneurysm-or-stroke raised-intracranial-pressure recent-head-injury psychosis mania dementia delirium hypersensitivity untreated-hyperthyroidism eclampsia open-eye-injury substance-use ketamine-misuse glaucoma cystitis hepatic-impairment seizure-disorder not-fasted no-escort opioid benzodiazepine alcohol cns-depressant theophylline sympathomimetic vasopressin thyroid-hormone cyp3a4-inhibitor maoi lamotrigine cyp3a4-inducer askp-2018 cusin-2017 im-carried lozenge-carried label-1mg-ml label-2mg-ml label-dilute-100 label label-geriatric label-older label-interactions pdr ketamine-smpc mims bcehs kozier syringe-marks apa-2017-as-reported spravato-pi swiss-smpc emory fda-2023 trials benzodiazepine-studies andrade-2017 judgement)'
      ;;
    completion)
      _arguments \
        '--help[this text; also -h]' \
        '--version[the program'\''s version and the rules in force]' \
        '*:word:(bash zsh fish)'
      ;;
    *)
      _arguments \
        '--weight=[82.5kg or 181.9lb; a unit is needed]:W: ' \
        '--last-weight=[at the last visit\: catches a change of unit]:W: ' \
        '--route=[one of the words]:R:(iv im lozenge)' \
        '--session=[which session of the course, from 1]:N: ' \
        '--over=[infusion time\: 45min or 1h]:T: ' \
        '--vial=[as on the label\: 50mg/mL or 500mg/10mL]:S: ' \
        '--bag=[with --vial\: bag it goes into, 100mL]:V: ' \
        '--fill=[with --vial\: syringe made up to this, 50mL]:V: ' \
        '--concentration=[ready-made bag or syringe\: 1mg/mL]:C: ' \
        '--drip-set=[gravity set in place of a pump\: 20gtt/mL]:F: ' \
        '--site=[one of the words]:SITE:(deltoid ventrogluteal vastus-lateralis)' \
        '--lozenge=[strength of one lozenge\: 100mg]:M: ' \
        '--height=[178cm or 70in]:H: ' \
        '--sex=[one of the words]:SEX:(female male)' \
        '--age=[whole years\: 54]:YEARS: ' \
        '--dosing-weight=[one of the words]:KIND:(actual ideal adjusted)' \
        '--bp=[blood pressure before the dose\: 135/85]:S/D: ' \
        '--has=[conditions, separated by commas; or none]:CODES:_values -s , code none pregnancy breastfeeding uncontrolled-hypertension unstable-cardiac-disease aneurysm-or-stroke raised-intracranial-pressure recent-head-injury psychosis mania dementia delirium hypersensitivity untreated-hyperthyroidism eclampsia open-eye-injury substance-use ketamine-misuse glaucoma cystitis hepatic-impairment seizure-disorder not-fasted no-escort' \
        '--takes=[medicines, separated by commas; or none]:CODES:_values -s , code none opioid benzodiazepine alcohol cns-depressant theophylline sympathomimetic vasopressin thyroid-hormone cyp3a4-inhibitor maoi lamotrigine cyp3a4-inducer' \
        '--format=[one of the words]:FORMAT:(text json)' \
        '--explain[the arithmetic, step by step, with every source]' \
        '--color=[one of the words]:WHEN:(auto always never)' \
        '--help[this text; also -h]' \
        '--version[the program'\''s version and the rules in force]' \
        '1:verb:(table check batch card explain completion)'
      ;;
  esac
}

_ketadose "$@"
