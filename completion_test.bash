# bash completion for ketadose
_ketadose() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} verb= i
  # The shell splits --route=iv at the sign.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${COMP_WORDS[i + 1]} == = ]] && ((i += 2)) && continue
    case ${COMP_WORDS[i]} in
      --weight | --last-weight | --route | --session | --dose | --over | --vial | --bag | --fill | --concentration | --drip-set | --site | --lozenge | --height | --sex | --age | --dosing-weight | --bp | --has | --takes | --draw | --rate | --volume | --drops | --pieces | --from | --to | --step | --input | --keep | --jobs | --format | --columns | --color) ((i++)) ;;
      table | check | batch | card | explain | completion)
        verb=${COMP_WORDS[i]}
        break
        ;;
    esac
  done
  case ${verb:-table}$prev in
    table--weight)
      return
      ;;
    table--last-weight)
      return
      ;;
    table--route)
      COMPREPLY=($(compgen -W 'iv im lozenge' -- "$cur"))
      return
      ;;
    table--session)
      return
      ;;
    table--over)
      return
      ;;
    table--vial)
      return
      ;;
    table--bag)
      return
      ;;
    table--fill)
      return
      ;;
    table--concentration)
      return
      ;;
    table--drip-set)
      return
      ;;
    table--site)
      COMPREPLY=($(compgen -W 'deltoid ventrogluteal vastus-lateralis' -- "$cur"))
      return
      ;;
    table--lozenge)
      return
      ;;
    table--height)
      return
      ;;
    table--sex)
      COMPREPLY=($(compgen -W 'female male' -- "$cur"))
      return
      ;;
    table--age)
      return
      ;;
    table--dosing-weight)
      COMPREPLY=($(compgen -W 'actual ideal adjusted' -- "$cur"))
      return
      ;;
    table--bp)
      return
      ;;
    table--has)
      COMPREPLY=($(compgen -P "${cur%"${cur##*,}"}" -W 'none pregnancy breastfeeding uncontrolled-hypertension unstable-cardiac-disease aneurysm-or-stroke raised-intracranial-pressure recent-head-injury psychosis mania dementia delirium hypersensitivity untreated-hyperthyroidism eclampsia open-eye-injury substance-use ketamine-misuse glaucoma cystitis hepatic-impairment seizure-disorder not-fasted no-escort' -- "${cur##*,}"))
      return
      ;;
    table--takes)
      COMPREPLY=($(compgen -P "${cur%"${cur##*,}"}" -W 'none opioid benzodiazepine alcohol cns-depressant theophylline sympathomimetic vasopressin thyroid-hormone cyp3a4-inhibitor maoi lamotrigine cyp3a4-inducer' -- "${cur##*,}"))
      return
      ;;
    table--format)
      COMPREPLY=($(compgen -W 'text json' -- "$cur"))
      return
      ;;
    table--color)
      COMPREPLY=($(compgen -W 'auto always never' -- "$cur"))
      return
      ;;
    check--weight)
      return
      ;;
    check--last-weight)
      return
      ;;
    check--route)
      COMPREPLY=($(compgen -W 'iv im lozenge' -- "$cur"))
      return
      ;;
    check--session)
      return
      ;;
    check--dose)
      return
      ;;
    check--over)
      return
      ;;
    check--vial)
      return
      ;;
    check--bag)
      return
      ;;
    check--fill)
      return
      ;;
    check--concentration)
      return
      ;;
    check--drip-set)
      return
      ;;
    check--site)
      COMPREPLY=($(compgen -W 'deltoid ventrogluteal vastus-lateralis' -- "$cur"))
      return
      ;;
    check--lozenge)
      return
      ;;
    check--height)
      return
      ;;
    check--sex)
      COMPREPLY=($(compgen -W 'female male' -- "$cur"))
      return
      ;;
    check--age)
      return
      ;;
    check--dosing-weight)
      COMPREPLY=($(compgen -W 'actual ideal adjusted' -- "$cur"))
      return
      ;;
    check--bp)
      return
      ;;
    check--has)
      COMPREPLY=($(compgen -P "${cur%"${cur##*,}"}" -W 'none pregnancy breastfeeding uncontrolled-hypertension unstable-cardiac-disease aneurysm-or-stroke raised-intracranial-pressure recent-head-injury psychosis mania dementia delirium hypersensitivity untreated-hyperthyroidism eclampsia open-eye-injury substance-use ketamine-misuse glaucoma cystitis hepatic-impairment seizure-disorder not-fasted no-escort' -- "${cur##*,}"))
      return
      ;;
    check--takes)
      COMPREPLY=($(compgen -P "${cur%"${cur##*,}"}" -W 'none opioid benzodiazepine alcohol cns-depressant theophylline sympathomimetic vasopressin thyroid-hormone cyp3a4-inhibitor maoi lamotrigine cyp3a4-inducer' -- "${cur##*,}"))
      return
      ;;
    check--draw)
      return
      ;;
    check--rate)
      return
      ;;
    check--volume)
      return
      ;;
    check--drops)
      return
      ;;
    check--pieces)
      return
      ;;
    check--format)
      COMPREPLY=($(compgen -W 'text json' -- "$cur"))
      return
      ;;
    check--color)
      COMPREPLY=($(compgen -W 'auto always never' -- "$cur"))
      return
      ;;
    batch--input)
      COMPREPLY=($(compgen -W 'csv jsonl' -- "$cur"))
      return
      ;;
    batch--keep)
      return
      ;;
    batch--jobs)
      return
      ;;
    batch--format)
      COMPREPLY=($(compgen -W 'csv json jsonl' -- "$cur"))
      return
      ;;
    batch--columns)
      return
      ;;
    card--route)
      COMPREPLY=($(compgen -W 'iv im lozenge' -- "$cur"))
      return
      ;;
    card--session)
      return
      ;;
    card--over)
      return
      ;;
    card--vial)
      return
      ;;
    card--bag)
      return
      ;;
    card--fill)
      return
      ;;
    card--concentration)
      return
      ;;
    card--drip-set)
      return
      ;;
    card--site)
      COMPREPLY=($(compgen -W 'deltoid ventrogluteal vastus-lateralis' -- "$cur"))
      return
      ;;
    card--lozenge)
      return
      ;;
    card--from)
      return
      ;;
    card--to)
      return
      ;;
    card--step)
      return
      ;;
    card--format)
      COMPREPLY=($(compgen -W 'text markdown csv html' -- "$cur"))
      return
      ;;
    explain--format)
      COMPREPLY=($(compgen -W 'text' -- "$cur"))
      return
      ;;
  esac
  case $cur,$verb in
    -*,table | -*,) COMPREPLY=($(compgen -W '--weight --last-weight --route --session --over --vial --bag --fill --concentration --drip-set --site --lozenge --height --sex --age --dosing-weight --bp --has --takes --format --explain --color --help --version' -- "$cur")) ;;
    -*,check) COMPREPLY=($(compgen -W '--weight --last-weight --route --session --dose --over --vial --bag --fill --concentration --drip-set --site --lozenge --height --sex --age --dosing-weight --bp --has --takes --draw --rate --volume --drops --pieces --format --explain --color --help --version' -- "$cur")) ;;
    -*,batch) COMPREPLY=($(compgen -W '--input --keep --keep-all --jobs --format --columns --quiet --help --version' -- "$cur")) ;;
    -*,card) COMPREPLY=($(compgen -W '--route --session --over --vial --bag --fill --concentration --drip-set --site --lozenge --from --to --step --format --help --version' -- "$cur")) ;;
    -*,explain) COMPREPLY=($(compgen -W '--format --help --version' -- "$cur")) ;;
    -*,completion) COMPREPLY=($(compgen -W '--help --version' -- "$cur")) ;;
    *,) COMPREPLY=($(compgen -W 'table check batch card explain completion' -- "$cur")) ;;
    *,explain) COMPREPLY=($(compgen -W 'codes conditions medicines sources dose-above-range dose-above-cap dose-above-session-ceiling dose-below-range duration-below-range duration-above-range duration-missing intensity-above-limit concentration-above-limit vial-not-listed volume-infused-high rate-outside-pump not-measurable delivered-differs volume-above-site-limit claim-differs weight-out-of-bounds weight-changed bmi-out-of-bounds bmi-high age-out-of-bounds blood-pressure-high blood-pressure-low condition medicine site-missing preparation-missing possible-slip tenfold-dose tenfold-weight tenfold-duration pounds-as-kilograms kilograms-as-pounds mg-as-mg-per-kg mg-per-kg-as-mg mcg-as-mg mg-as-mcg minutes-as-hours hours-as-minutes neighbouring-vial claim-tenfold claim-mg-as-ml claim-neighbouring-vial claim-factor-60 claim-volume-as-rate claim-rate-as-volume claim-diluent-alone claim-other-drip-set claim-ml-per-h-as-drops claim-mg-as-pieces number-comma number-point number-sign number-exponent number-padded number-too-long number-empty number-zero number-other unit-missing unit-unknown unit-not-allowed too-fine out-of-domain route-unknown code-unknown word-unknown required-missing not-applicable contradicts option-unknown option-repeated fields-mismatch quote-unclosed record-too-long json-invalid key-repeated encoding pregnancy breastfeeding uncontrolled-hypertension unstable-cardiac-disease aneurysm-or-stroke raised-intracranial-pressure recent-head-injury psychosis mania dementia delirium hypersensitivity untreated-hyperthyroidism eclampsia open-eye-injury substance-use ketamine-misuse glaucoma cystitis hepatic-impairment seizure-disorder not-fasted no-escort opioid benzodiazepine alcohol cns-depressant theophylline sympathomimetic vasopressin thyroid-hormone cyp3a4-inhibitor maoi lamotrigine cyp3a4-inducer askp-2018 cusin-2017 im-carried lozenge-carried label-1mg-ml label-2mg-ml label-dilute-100 label label-geriatric label-older label-interactions pdr ketamine-smpc mims bcehs kozier syringe-marks apa-2017-as-reported spravato-pi swiss-smpc emory fda-2023 trials benzodiazepine-studies andrade-2017 judgement' -- "$cur")) ;;
    *,completion) COMPREPLY=($(compgen -W 'bash zsh fish' -- "$cur")) ;;
    *,batch) COMPREPLY=($(compgen -f -- "$cur")) ;;
  esac
}
complete -F _ketadose ketadose
