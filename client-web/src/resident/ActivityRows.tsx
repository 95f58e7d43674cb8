import FlagOutlined from '@ant-design/icons-svg/es/asn/FlagOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import ScheduleOutlined from '@ant-design/icons-svg/es/asn/ScheduleOutlined';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon } from '../components/icons.tsx';
import { Card } from '../phone/components/Card.tsx';
import { Row } from '../phone/components/ListSection.tsx';

const PAGES = [
  { key: 'teams', to: '/teams', icon: FlagOutlined },
  { key: 'calendar', to: '/calendar', icon: ScheduleOutlined },
] as const;

/** The ways from 我的 to one's teams and calendar. */
export function ActivityRows() {
  const { t } = useTranslation('residentTeams');
  const navigate = useNavigate();
  return (
    <Card>
      {PAGES.map((page) => (
        <Row
          key={page.key}
          mark={<Icon of={page.icon} size={20} className="quiet" />}
          title={t(`menu.${page.key}`)}
          end={<Icon of={RightOutlined} size={12} className="quiet" />}
          onOpen={() => void navigate({ to: page.to })}
        />
      ))}
    </Card>
  );
}
